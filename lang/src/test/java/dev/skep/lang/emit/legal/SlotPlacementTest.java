package dev.skep.lang.emit.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.Slot;
import org.junit.jupiter.api.Test;

/** Where slots lie; which of them are in use at the same time is up to {@link SlotLifetimes}. */
class SlotPlacementTest {
    private static SlotPlacement place(IrFunction function, int onStackLimit, int stack, int scratchStart)
            throws TooBigException {
        return new SlotPlacement(function, new SlotLifetimes(function), onStackLimit, stack, scratchStart);
    }

    /** Slots of these sizes, all in use until the end. */
    private static IrFunction together(String... slots) {
        StringBuilder text = new StringBuilder("function f(%0)\n");
        StringBuilder first = new StringBuilder();
        StringBuilder last = new StringBuilder();
        for (int i = 0; i < slots.length; i++) {
            text.append("  slot").append(i).append(": ").append(slots[i]).append(", slot\n");
            first.append("  %")
                    .append(i + 1)
                    .append(" = address of slot")
                    .append(i)
                    .append('\n');
            first.append("  store u8 [%").append(i + 1).append("], 1\n");
            last.append("  store u8 [%").append(i + 1).append("], 2\n");
        }
        return IrParser.parse(text + "b0:\n" + first + last + "  return 0\n");
    }

    private static Slot slot(IrFunction function, int index) {
        return function.slots().get(index);
    }

    @Test
    void smallSlotsLieOnTheStackSideBySide() throws TooBigException {
        IrFunction function = together("4 bytes", "16 bytes", "9 bytes");
        SlotPlacement slots = place(function, 32, 512, 0);
        assertThat(slots.stackOffset(slot(function, 0))).isEqualTo(-8);
        assertThat(slots.stackOffset(slot(function, 1))).isEqualTo(-24);
        assertThat(slots.stackOffset(slot(function, 2))).isEqualTo(-40);
        assertThat(slots.stackSize()).isEqualTo(40);
        assertThat(slots.scratchSize()).isZero();
    }

    @Test
    void bigSlotsLieInScratchMemoryBehindTheCallers() throws TooBigException {
        IrFunction function = together("100 bytes", "16 bytes", "33 bytes");
        SlotPlacement slots = place(function, 32, 512, 1000);
        assertThat(slots.isInScratch(slot(function, 0))).isTrue();
        assertThat(slots.isInScratch(slot(function, 1))).isFalse();
        assertThat(slots.scratchOffset(slot(function, 0))).isEqualTo(1000);
        assertThat(slots.scratchOffset(slot(function, 2))).isEqualTo(1104);
        assertThat(slots.scratchSize()).isEqualTo(144);
        assertThat(slots.stackSize()).isEqualTo(16);
    }

    @Test
    void whatFindsNoRoomGoesToScratchMemory() throws TooBigException {
        IrFunction function = together("24 bytes", "16 bytes", "8 bytes");
        SlotPlacement slots = place(function, 32, 32, 0);
        assertThat(slots.isInScratch(slot(function, 1))).isTrue();
        assertThat(slots.isInScratch(slot(function, 2))).isFalse();
        assertThat(slots.stackSize()).isEqualTo(32);
        assertThat(slots.scratchSize()).isEqualTo(16);
    }

    @Test
    void whatHoldsAddressesLiesOnTheStackHoweverBigItIs() throws TooBigException {
        IrFunction function = together("24 bytes", "600 bytes of stack");
        SlotPlacement slots = place(function, 32, 8, 0);
        assertThat(slots.isInScratch(slot(function, 0))).isTrue();
        assertThat(slots.isInScratch(slot(function, 1))).isFalse();
        assertThat(slots.stackSize()).isEqualTo(600);
    }

    @Test
    void slotsThatAreNeverInUseTogetherShareTheirPlace() throws TooBigException {
        IrFunction function = IrParser.parse("""
                function f(%0)
                  slot0: 16 bytes, first
                  slot1: 24 bytes, second
                  slot2: 40 bytes, third
                  slot3: 48 bytes, fourth
                b0:
                  %1 = address of slot0
                  store u8 [%1], 1
                  %2 = address of slot1
                  store u8 [%2], 1
                  %3 = address of slot2
                  store u8 [%3], 1
                  %4 = address of slot3
                  store u8 [%4], 1
                  return 0
                """);
        SlotPlacement slots = place(function, 32, 512, 0);
        assertThat(slots.stackSize()).isEqualTo(24);
        assertThat(slots.scratchSize()).isEqualTo(48);
    }

    @Test
    void aSlotThatIsPassedOnKeepsItsPlaceUntilTheCallHasEnded() throws TooBigException {
        IrFunction function = IrParser.parse("""
                function f(%0)
                  slot0: 16 bytes, value
                  slot1: 16 bytes of stack, closure
                  slot2: 16 bytes, later
                b0:
                  %1 = address of slot0
                  zero 16 at [%1]
                  %2 = address of slot1
                  store u64 [%2], %1
                  store u64 [%2 + 8], 1
                  %3 = reference to round
                  %4 = call loop(3, %3, %2, 0)
                  %5 = address of slot2
                  zero 16 at [%5]
                  %6 = function f(%5)
                  return 0
                """);
        SlotPlacement slots = place(function, 32, 512, 0);
        int value = slots.stackOffset(slot(function, 0));
        int closure = slots.stackOffset(slot(function, 1));
        int later = slots.stackOffset(slot(function, 2));
        assertThat(value).isNotEqualTo(closure);
        assertThat(later).as("its address left: nobody knows until when").isNotEqualTo(value);
        assertThat(later).as("the closure is needed no more").isEqualTo(closure);
    }

    @Test
    void thereIsAnEndToScratchMemory() {
        IrFunction function = together("20000 bytes", "8000 bytes");
        assertThatThrownBy(() -> place(function, 32, 512, 8000))
                .isInstanceOf(TooBigException.class)
                .hasMessage("8000 bytes for slot do not fit into its scratch memory of 32768 bytes");
    }
}
