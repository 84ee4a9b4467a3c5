package dev.skep.lang.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassesTest {
    private static String run(Pass pass, String blocks) {
        IrFunction function = IrParser.parse("function f(%0, %1, %2)\n" + blocks);
        IrVerifier.verify(function);
        String before = IrPrinter.print(function);
        int changes = pass.run(function);
        IrVerifier.verify(function);
        assertThat(changes != 0).isEqualTo(!before.equals(IrPrinter.print(function)));
        return IrPrinter.print(function).substring("function f(%0, %1, %2)\n".length());
    }

    @Test
    void copiesArePassedOnAlsoIntoArguments() {
        assertThat(run(new Simplification(List.of()), """
                b0:
                  %3 = %1
                  %4 = %3
                  goto b1(%4)
                b1(%5):
                  %6 = 7
                  %7 = %5 + %6
                  if %7 == %3 then b1(%6) else b2
                b2:
                  return %7
                """)).isEqualTo("""
                b0:
                  goto b1(%1)
                b1(%5):
                  %7 = %5 + 7
                  if %7 == %1 then b1(7) else b2
                b2:
                  return %7
                """);
    }

    @Test
    void blocksWithoutAWayInLeave() {
        assertThat(run(new UnreachableBlocks(), """
                b0:
                  goto b2
                b1:
                  goto b2
                b2:
                  return 0
                """)).isEqualTo("""
                b0:
                  goto b2
                b2:
                  return 0
                """);
    }

    @Test
    void valuesAreComputedOnceOnEveryWay() {
        assertThat(run(new CommonValues(), """
                b0:
                  %3 = call get_current_pid_tgid()
                  %4 = %3 u>> 32
                  %5 = call ktime_get_ns()
                  %6 = load u64 [%0]
                  if %4 == 1 then b1 else b2
                b1:
                  %7 = call get_current_pid_tgid()
                  %8 = %7 u>> 32
                  %9 = %1 + %2
                  goto b3(%8)
                b2:
                  %10 = call ktime_get_ns()
                  %11 = load u64 [%0]
                  %12 = %2 + %1
                  goto b3(%12)
                b3(%13):
                  %14 = %1 + %2
                  %15 = %2 + %1
                  %16 = %14 ^ %15
                  return %16
                """)).isEqualTo("""
                b0:
                  %3 = call get_current_pid_tgid()
                  %4 = %3 u>> 32
                  %5 = call ktime_get_ns()
                  %6 = load u64 [%0]
                  if %4 == 1 then b1 else b2
                b1:
                  %9 = %1 + %2
                  goto b3(%4)
                b2:
                  %10 = call ktime_get_ns()
                  %11 = load u64 [%0]
                  %12 = %2 + %1
                  goto b3(%12)
                b3(%13):
                  %14 = %1 + %2
                  %16 = %14 ^ %14
                  return %16
                """);
    }

    @Test
    void fieldsAndSlotsAreCommonValuesToo() {
        assertThat(run(new CommonValues(), """
                  slot0: 8 bytes, a
                  slot1: 8 bytes, b
                b0:
                  %3 = field count
                  %4 = field count
                  %5 = field buf
                  %6 = address of slot0
                  %7 = address of slot1
                  %8 = address of slot0
                  store u64 [%6], %3
                  store u64 [%7], %4
                  store u64 [%8], %5
                  return 0
                """)).isEqualTo("""
                  slot0: 8 bytes, a
                  slot1: 8 bytes, b
                b0:
                  %3 = field count
                  %5 = field buf
                  %6 = address of slot0
                  %7 = address of slot1
                  store u64 [%6], %3
                  store u64 [%7], %3
                  store u64 [%6], %5
                  return 0
                """);
    }

    @Test
    void whatNothingNeedsLeavesButEffectsStay() {
        assertThat(run(new DeadCode(), """
                b0:
                  %3 = call ktime_get_ns()
                  %4 = %3 + 1
                  %5 = call probe_read_kernel(%1, 8, %2)
                  %6 = load u64 [%1]
                  %7 = atomic fetch add u64 [%1], 1
                  store u64 [%1], %2
                  goto b1(%4, %6)
                b1(%8, %9):
                  %10 = %8 + 1
                  if %9 == 0 then b1(%10, %9) else b2
                b2:
                  return 0
                """)).isEqualTo("""
                b0:
                  %5 = call probe_read_kernel(%1, 8, %2)
                  %6 = load u64 [%1]
                  %7 = atomic fetch add u64 [%1], 1
                  store u64 [%1], %2
                  goto b1(%6)
                b1(%9):
                  if %9 == 0 then b1(%9) else b2
                b2:
                  return 0
                """);
    }

    @Test
    void edgesAreLedPastWhatTheyDecide() {
        assertThat(run(new JumpThreading(), """
                b0:
                  if %1 == 0 then b1 else b2(1)
                b1:
                  goto b2(0)
                b2(%3):
                  if %3 != 0 then b3 else b4
                b3:
                  store u64 [%1], 1
                  goto b4
                b4:
                  return 0
                """)).isEqualTo("""
                b0:
                  if %1 == 0 then b4 else b3
                b1:
                  goto b4
                b2(%3):
                  if %3 != 0 then b3 else b4
                b3:
                  store u64 [%1], 1
                  goto b4
                b4:
                  return 0
                """);
    }

    @Test
    void blocksThatReturnTheSameConstantBecomeOne() {
        assertThat(run(new JumpThreading(), """
                b0:
                  if %1 == 0 then b1 else b2(0)
                b1:
                  return 0
                b2(%3):
                  return %3
                """)).isEqualTo("""
                b0:
                  goto b1
                b1:
                  return 0
                b2(%3):
                  return %3
                """);
    }

    @Test
    void anEmptyBlockStaysIfItsParameterIsNeededBehindIt() {
        String text = """
                b0:
                  if %1 == 0 then b1(0) else b1(1)
                b1(%3):
                  goto b2
                b2:
                  store u64 [%1], %3
                  return 0
                """;
        assertThat(run(new JumpThreading(), text)).isEqualTo(text);
    }

    @Test
    void aRingOfEmptyBlocksEndsThreading() {
        IrFunction function = IrParser.parse("""
                function f(%0)
                b0:
                  goto b1
                b1:
                  goto b2
                b2:
                  goto b1
                """);
        new JumpThreading().run(function);
        IrVerifier.verify(function);
    }

    @Test
    void blocksInARowBecomeOne() {
        assertThat(run(new BlockMerging(), """
                b0:
                  %3 = call ktime_get_ns()
                  goto b1(%3)
                b1(%4):
                  %5 = %4 + 1
                  goto b2(%5)
                b2(%6):
                  if %6 == 0 then b3 else b4
                b3:
                  goto b4
                b4:
                  return %6
                """)).isEqualTo("""
                b0:
                  %3 = call ktime_get_ns()
                  %5 = %3 + 1
                  if %5 == 0 then b3 else b4
                b3:
                  goto b4
                b4:
                  return %5
                """);
    }

    @Test
    void parametersWithOneValueAreReplaced() {
        assertThat(run(new SingleValuedParameters(), """
                b0:
                  goto b1(%1, 0)
                b1(%3, %4):
                  %5 = %4 + %3
                  if %5 u< 10 then b1(%3, %5) else b2(7)
                b2(%6):
                  return %6
                """)).isEqualTo("""
                b0:
                  goto b1(%1, 0)
                b1(%3, %4):
                  %5 = %4 + %1
                  if %5 u< 10 then b1(%1, %5) else b2(7)
                b2(%6):
                  return 7
                """);
    }

    @Test
    void whatIsTheSameEachTimeRoundIsComputedBeforeTheLoop() {
        assertThat(run(new LoopInvariants(), """
                b0:
                  if %2 == 0 then b1(0) else b4
                b1(%3):
                  %4 = call get_current_pid_tgid()
                  %5 = %4 u>> 32
                  %6 = %5 + %3
                  %7 = call ktime_get_ns()
                  if %6 == 7 then b2 else b3
                b2:
                  %8 = %1 * 3
                  store u64 [%0], %8
                  goto b3
                b3:
                  %9 = field count
                  %10 = %3 + 1
                  %11 = %1 + 8
                  store u64 [%11], %9
                  if %10 u< 5 then b1(%10) else b4
                b4:
                  return 0
                """)).isEqualTo("""
                b0:
                  if %2 == 0 then b5 else b4
                b1(%3):
                  %6 = %5 + %3
                  %7 = call ktime_get_ns()
                  if %6 == 7 then b2 else b3
                b2:
                  %8 = %1 * 3
                  store u64 [%0], %8
                  goto b3
                b3:
                  %10 = %3 + 1
                  %11 = %1 + 8
                  store u64 [%11], %9
                  if %10 u< 5 then b1(%10) else b4
                b4:
                  return 0
                b5:
                  %4 = call get_current_pid_tgid()
                  %5 = %4 u>> 32
                  %9 = field count
                  goto b1(0)
                """);
    }

    @Test
    void whatIsTheSameInTwoLoopsLeavesBoth() {
        assertThat(run(new LoopInvariants(), """
                b0:
                  goto b1(0)
                b1(%3):
                  %4 = %3 * 9
                  goto b2(0)
                b2(%5):
                  %6 = %1 ^ %2
                  %7 = %4 + %6
                  %8 = %5 + %7
                  if %8 u< 5 then b2(%8) else b3
                b3:
                  %9 = %3 + 1
                  if %9 u< 5 then b1(%9) else b4
                b4:
                  return 0
                """)).isEqualTo("""
                b0:
                  %6 = %1 ^ %2
                  goto b1(0)
                b1(%3):
                  %4 = %3 * 9
                  %7 = %4 + %6
                  goto b2(0)
                b2(%5):
                  %8 = %5 + %7
                  if %8 u< 5 then b2(%8) else b3
                b3:
                  %9 = %3 + 1
                  if %9 u< 5 then b1(%9) else b4
                b4:
                  return 0
                """);
    }

    @Test
    void whatIsOverwrittenOrForgottenIsNotStored() {
        assertThat(run(new DeadStores(), """
                  slot0: 16 bytes, a
                  slot1: 24 bytes, b
                  slot2: 8 bytes, c
                  slot3: 8 bytes, d
                b0:
                  %3 = address of slot0
                  zero 16 at [%3]
                  %4 = call probe_read_kernel(%3, 16, %1)
                  %5 = address of slot1
                  %6 = %5 + 8
                  zero 24 at [%5]
                  store u64 [%5], %1
                  store u32 [%6], %2
                  %7 = update @x [%3] with [%5], flags 0
                  store u64 [%6], %1
                  %8 = address of slot2
                  store u64 [%8], 1
                  store u64 [%8], 2
                  %9 = load u32 [%8 + 4]
                  store u64 [%8], 3
                  %10 = address of slot3
                  store u64 [%10], %8
                  store u64 [%10], %9
                  return 0
                """)).isEqualTo("""
                  slot0: 16 bytes, a
                  slot1: 24 bytes, b
                  slot2: 8 bytes, c
                  slot3: 8 bytes, d
                b0:
                  %3 = address of slot0
                  %4 = call probe_read_kernel(%3, 16, %1)
                  %5 = address of slot1
                  %6 = %5 + 8
                  zero 12 at [%5 + 12]
                  store u64 [%5], %1
                  store u32 [%6], %2
                  %7 = update @x [%3] with [%5], flags 0
                  %8 = address of slot2
                  store u64 [%8], 1
                  store u64 [%8], 2
                  %9 = load u32 [%8 + 4]
                  store u64 [%8], 3
                  %10 = address of slot3
                  return 0
                """);
    }

    @Test
    void whatLaterBlocksMayReadIsStored() {
        String text = """
                  slot0: 8 bytes, a
                b0:
                  %3 = address of slot0
                  store u64 [%3], 1
                  if %1 == 0 then b1 else b2
                b1:
                  %4 = load u64 [%3]
                  return %4
                b2:
                  return 0
                """;
        assertThat(run(new DeadStores(), text)).isEqualTo(text);
    }

    @Test
    void whatAnUnknownCallMayReadIsStored() {
        String text = """
                  slot0: 8 bytes, a
                b0:
                  %3 = address of slot0
                  store u64 [%3], 1
                  %4 = call trace_printk(%3, 8)
                  store u64 [%3], 2
                  %5 = call trace_printk(%3, 8)
                  return 0
                """;
        assertThat(run(new DeadStores(), text)).isEqualTo(text);
    }

    @Test
    void whatIsReadNowhereIsNotWrittenEvenByHelpers() {
        assertThat(run(new DeadStores(), """
                  slot0: 16 bytes, never read
                  slot1: 16 bytes, only copied to
                  slot2: 16 bytes, asked whether it could be read
                b0:
                  %3 = address of slot0
                  zero 16 at [%3]
                  %4 = call get_current_comm(%3, 16)
                  if %1 == 0 then b1 else b2
                b1:
                  store u64 [%3], 1
                  %5 = address of slot1
                  copy 16 to [%5] from [%3]
                  goto b2
                b2:
                  %6 = address of slot2
                  %7 = call probe_read_user(%6, 16, %1)
                  return %7
                """)).isEqualTo("""
                  slot0: 16 bytes, never read
                  slot1: 16 bytes, only copied to
                  slot2: 16 bytes, asked whether it could be read
                b0:
                  %3 = address of slot0
                  zero 16 at [%3]
                  %4 = call get_current_comm(%3, 16)
                  if %1 == 0 then b1 else b2
                b1:
                  store u64 [%3], 1
                  %5 = address of slot1
                  goto b2
                b2:
                  %6 = address of slot2
                  %7 = call probe_read_user(%6, 16, %1)
                  return %7
                """);
    }

    @Test
    void allPassesTogetherReachAnEnd() {
        IrFunction function = IrParser.parse("""
                function f(%0, %1, %2)
                  slot0: 8 bytes, key
                b0:
                  %3 = call get_current_pid_tgid()
                  %4 = %3 u>> 32
                  %5 = %4 == 7
                  if %5 != 0 then b1 else b2
                b1:
                  %6 = call get_current_pid_tgid()
                  %7 = (u32) %6
                  %8 = address of slot0
                  %9 = %8 + 4
                  store u32 [%8], %7
                  %10 = call get_current_pid_tgid()
                  %11 = %10 u>> 32
                  store u32 [%9], %11
                  %12 = update @x [%8] with [%8], flags 0
                  goto b3(1)
                b2:
                  goto b3(0)
                b3(%13):
                  if %13 == 0 then b4 else b5
                b4:
                  goto b5
                b5:
                  return 0
                """);
        List<String> stages = new ArrayList<>();
        new Optimiser().run(function, (pass, changed) -> {
            IrVerifier.verify(changed);
            stages.add(pass.name());
        });
        assertThat(IrPrinter.print(function)).isEqualTo("""
                function f(%0, %1, %2)
                  slot0: 8 bytes, key
                b0:
                  %3 = call get_current_pid_tgid()
                  %4 = %3 u>> 32
                  if %4 == 7 then b1 else b5
                b1:
                  %8 = address of slot0
                  store u32 [%8], %3
                  store u32 [%8 + 4], %4
                  %12 = update @x [%8] with [%8], flags 0
                  goto b5
                b5:
                  return 0
                """);
        assertThat(stages).containsSubsequence("simplification", "common-values", "jump-threading");
    }
}
