package dev.skep.lang.emit.legal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import org.junit.jupiter.api.Test;

class LoopGuardsTest {
    @Test
    void loopsThatMayHaveNoRoundAreLedPast() {
        IrFunction function = IrParser.parse("""
                function main(%0)
                b0:
                  %1 = reference to round
                  %2 = call loop(%0, %1, 0, 0)
                  %3 = call loop(5, %1, 0, 0)
                  %4 = call loop(0, %1, 0, 0)
                  %5 = call loop(%2, %1, 0, 0)
                  %6 = %5 + %4
                  return %6
                """);
        new LoopGuards(function).run();
        IrVerifier.verify(function);
        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  %1 = reference to round
                  if %0 != 0 then b2 else b1(0)
                b1(%2):
                  %3 = call loop(5, %1, 0, 0)
                  %4 = 0
                  if %2 != 0 then b4 else b3(0)
                b2:
                  %7 = call loop(%0, %1, 0, 0)
                  goto b1(%7)
                b3(%5):
                  %6 = %5 + %4
                  return %6
                b4:
                  %8 = call loop(%2, %1, 0, 0)
                  goto b3(%8)
                """);
    }
}
