package dev.skep.lang.emit.legal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.Operand;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentsTest {
    private static int last(String body) {
        IrFunction function =
                IrParser.parse("function f(%0, %1)\n  slot0: 16 bytes, slot\nb0:\n  %2 = address of slot0\n  "
                        + body.replace("; ", "\n  ") + "\n  return 0\n");
        return new Alignments(function)
                .of(Objects.requireNonNull(
                        function.blocks().getFirst().instructions().getLast().result()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%3 = address of slot0 | 8",
                "%3 = lookup @ [%2] | 8",
                "%3 = reserve 24 in ring | 8",
                "%3 = call map_lookup_percpu_elem(%0, %2, 1) | 8",
                "%3 = call get_current_task() | 1",
                "%3 = kernel f(%2) | 1",
                "%3 = function f(%2) | 1",
                "%3 = address of value of @a | 8",
                "%3 = address of value of @a + 12 | 4",
                "%3 = %2 + 8 | 8",
                "%3 = %2 + 6 | 2",
                "%3 = %2 - 4; %4 = %3 + 4 | 4",
                "%3 = %2 + 4; %4 = %3 | 4",
                "%3 = %2 ^ 8 | 1",
                "%3 = load u64 [%2] | 8",
                "%3 = load u32 [%2] | 1",
                "%3 = load u64 [%2]; %4 = %3 + 4 | 4",
                // One of the two is a number.
                "%3 = load u64 [%2]; %4 = %2 + %3 | 1",
                "%3 = load u64 [%2]; %4 = %3 + 8; %5 = %2 + %4 | 1",
                "%3 = load u64 [%2]; %4 = %3 << 2; %5 = %2 + %4 | 4",
                "%3 = load u64 [%2]; %4 = %3 << 5; %5 = %2 + %4 | 8",
                "%3 = %0 << 64; %4 = %2 + %3 | 1",
                "%3 = %0 + 16 | 8",
                "%3 = %2 + %1 | 1",
            })
    void isWhatEveryWayGives(String body, int expected) {
        assertThat(last(body)).isEqualTo(expected);
    }

    @Test
    void aParameterIsAMultipleOfWhatAllEdgesGive() {
        IrFunction function = IrParser.parse("""
                function f(%0)
                  slot0: 64 bytes, slot
                b0:
                  %1 = address of slot0
                  goto b1(%1, %1, %0)
                b1(%2, %3, %8):
                  %4 = %2 + 4
                  %5 = %3 + 16
                  %6 = %5 + %8
                  %7 = call get_prandom_u32()
                  if %7 == 0 then b1(%4, %5, %8) else b2
                b2:
                  return 0
                """);
        Alignments alignments = new Alignments(function);
        List<? extends Operand> parameters = function.blocks().get(1).parameters();
        assertThat(alignments.of(parameters.get(0))).as("grows by 4").isEqualTo(4);
        assertThat(alignments.of(parameters.get(1))).as("grows by 16").isEqualTo(8);
        assertThat(alignments.of(Objects.requireNonNull(
                        function.blocks().get(1).instructions().get(2).result())))
                .as("a sum with what a caller gave")
                .isEqualTo(1);
    }
}
