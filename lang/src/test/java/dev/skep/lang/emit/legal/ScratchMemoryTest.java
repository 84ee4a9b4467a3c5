package dev.skep.lang.emit.legal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.ir.Slot;
import org.junit.jupiter.api.Test;

class ScratchMemoryTest {
    private static String run(String text) {
        return run(text, false);
    }

    private static String run(String text, boolean pooled) {
        IrFunction function = IrParser.parse(text);
        Slot key = function.newStackSlot(4, "key");
        SlotLifetimes lifetimes = new SlotLifetimes(function);
        lifetimes.reserve(key);
        try {
            SlotPlacement slots = new SlotPlacement(function, lifetimes, 32, 512, 8);
            new ScratchMemory(function, slots, "scratch", key, pooled).run();
        } catch (TooBigException e) {
            throw new AssertionError(e);
        }
        IrVerifier.verify(function);
        String printed = IrPrinter.print(function);
        return printed.substring(printed.indexOf("b0:"));
    }

    @Test
    void isLookedUpWhereAllUsesLieBehind() {
        assertThat(run("""
                function f(%0)
                  slot0: 64 bytes, big
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  return 0
                b2:
                  %1 = call ktime_get_ns()
                  if %1 == 0 then b3 else b4
                b3:
                  %2 = address of slot0
                  store u64 [%2], 1
                  goto b5
                b4:
                  %3 = address of slot0
                  store u64 [%3 + 8], 1
                  goto b5
                b5:
                  return 1
                """)).isEqualTo("""
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  return 0
                b2:
                  %1 = call ktime_get_ns()
                  %4 = address of slot1
                  store u32 [%4], 0
                  %5 = lookup scratch [%4]
                  if %5 != 0 then b6 else b1
                b3:
                  %2 = %5 + 8
                  store u64 [%2], 1
                  goto b5
                b4:
                  %3 = %5 + 8
                  store u64 [%3 + 8], 1
                  goto b5
                b5:
                  return 1
                b6:
                  if %1 == 0 then b3 else b4
                """);
    }

    @Test
    void isLookedUpOutsideOfLoops() {
        assertThat(run("""
                function f(%0)
                  slot0: 64 bytes, big
                b0:
                  goto b1(0)
                b1(%1):
                  if %1 u< 5 then b2 else b3
                b2:
                  %2 = address of slot0
                  store u64 [%2], %1
                  %3 = %1 + 1
                  goto b1(%3)
                b3:
                  return 0
                """)).isEqualTo("""
                b0:
                  %4 = address of slot1
                  store u32 [%4], 0
                  %5 = lookup scratch [%4]
                  if %5 != 0 then b4 else b3
                b1(%1):
                  if %1 u< 5 then b2 else b3
                b2:
                  %2 = %5 + 8
                  store u64 [%2], %1
                  %3 = %1 + 1
                  goto b1(%3)
                b3:
                  return 0
                b4:
                  goto b1(0)
                """);
    }

    @Test
    void aFunctionThatOnlyReturnsBehindItIsNotTakenForOneThatFailed() {
        assertThat(run("""
                function f(%0)
                  slot0: 64 bytes, big
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  return 0
                """)).isEqualTo("""
                b0:
                  %2 = address of slot1
                  store u32 [%2], 0
                  %3 = lookup scratch [%2]
                  if %3 != 0 then b2 else b1
                b1:
                  return 0
                b2:
                  %1 = %3 + 8
                  store u64 [%1], 1
                  return 0
                """);
    }

    @Test
    void nothingIsLookedUpForWhatLiesOnTheStack() {
        assertThat(run("""
                function f(%0)
                  slot0: 16 bytes, small
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  return 0
                """)).doesNotContain("lookup");
    }

    @Test
    void ofProgramsThatArePreemptedIsTakenAndGivenBack() {
        assertThat(run("""
                function f(%0)
                  slot0: 64 bytes, big
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  return 0
                b2:
                  %2 = address of slot0
                  store u64 [%2], 1
                  if %0 == 1 then b1 else b3
                b3:
                  return 1
                """, true)).isEqualTo("""
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  return 0
                b2:
                  goto b5(0)
                b3:
                  store u64 [%7], 0
                  return 1
                b4:
                  %2 = %7 + 8
                  store u64 [%2], 1
                  if %0 == 1 then b10 else b3
                b5(%5):
                  %6 = address of slot1
                  store u32 [%6], %5
                  %7 = lookup scratch [%6]
                  if %7 != 0 then b6 else b8
                b6:
                  %8 = atomic fetch xchg u64 [%7], 1
                  if %8 == 0 then b4 else b7
                b7:
                  %9 = %5 + 1
                  if %9 != 8 then b5(%9) else b8
                b8:
                  %3 = address of slot1
                  store u32 [%3], 7
                  %4 = lookup losses [%3]
                  if %4 != 0 then b9 else b1
                b9:
                  atomic add u64 [%4], 1
                  goto b1
                b10:
                  store u64 [%7], 0
                  goto b1
                """);
    }
}
