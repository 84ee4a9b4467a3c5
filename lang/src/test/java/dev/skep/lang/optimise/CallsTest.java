package dev.skep.lang.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import org.junit.jupiter.api.Test;

/** Memory whose address is given away is as the one who got it wants it: what no pass may change. */
class CallsTest {
    private static void staysAsItIs(String text) {
        IrFunction function = IrParser.parse(text);
        new Optimiser().run(function, (pass, changed) -> IrVerifier.verify(changed));
        assertThat(IrPrinter.print(function)).isEqualTo(text);
    }

    @Test
    void aFunctionReadsAndWritesWhatItIsGiven() {
        staysAsItIs("""
                function main(%0)
                  slot0: 16 bytes, memory
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  store u64 [%1 + 8], 2
                  %2 = function change(%1)
                  %3 = load u64 [%1]
                  store u64 [%1], 5
                  %4 = function change(%1)
                  %5 = load u64 [%1]
                  %6 = %3 + %5
                  return %6
                """);
    }

    @Test
    void aLoopsRoundReadsAndWritesWhatItsClosureLeadsTo() {
        staysAsItIs("""
                function main(%0)
                  slot0: 8 bytes, sum
                  slot1: 16 bytes of stack, closure
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  %2 = address of slot1
                  store u64 [%2], %1
                  store u64 [%2 + 8], 3
                  %3 = reference to round
                  %4 = call loop(8, %3, %2, 0)
                  %5 = load u64 [%1]
                  %6 = load u64 [%2 + 8]
                  store u64 [%1], 2
                  store u64 [%2 + 8], %5
                  %7 = call loop(8, %3, %2, 0)
                  %8 = load u64 [%1]
                  %9 = %8 + %6
                  return %9
                """);
    }

    @Test
    void whatIsStoredForTheLastCallIsNotForgotten() {
        staysAsItIs("""
                function main(%0)
                  slot0: 8 bytes, sum
                  slot1: 8 bytes of stack, closure
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  %2 = address of slot1
                  store u64 [%2], %1
                  %3 = reference to each
                  %4 = map @x
                  %5 = call for_each_map_elem(%4, %3, %2, 0)
                  return 0
                """);
    }

    @Test
    void callsAreMadeAsOftenAsTheyAreWritten() {
        staysAsItIs("""
                function main(%0)
                b0:
                  %1 = function count()
                  %2 = function count()
                  %3 = kernel bpf_cpumask_create(%0, 5)
                  %4 = kernel bpf_cpumask_create(%0, 5)
                  return 0
                """);
    }

    @Test
    void aFunctionReadsWhatItsCallerHasWritten() {
        staysAsItIs("""
                function change(%0)
                b0:
                  %1 = load u64 [%0]
                  store u64 [%0], 7
                  %2 = function other(%0)
                  %3 = load u64 [%0]
                  %4 = %1 + %3
                  store u64 [%0 + 8], %4
                  return 0
                """);
    }
}
