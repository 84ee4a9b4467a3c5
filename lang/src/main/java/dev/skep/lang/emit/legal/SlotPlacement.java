package dev.skep.lang.emit.legal;

import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where each slot lies: small ones on the stack as long as there is room, the others in the program's scratch memory.
 * Slots that are never in use at the same time may share their place. Those that have to lie on the stack do so even if
 * there is no room: then the function's frame is too big.
 */
final class SlotPlacement {
    /** {@code PCPU_MIN_UNIT_SIZE}: a per-CPU map refuses bigger values. */
    static final int MAX_SCRATCH = 32 * 1024;

    private static final int UNIT = 8;

    /** An area of 8-byte units, of which some are taken for now. */
    private static final class Area {
        private final BitSet taken = new BitSet();
        private final List<Slot> inside = new ArrayList<>();
        private final int limit;
        private int used;

        private Area(int limit) {
            this.limit = limit / UNIT;
        }

        private int take(Slot slot) {
            return take(slot, limit);
        }

        private void release(SlotLifetimes lifetimes, int position, int[] units) {
            for (int i = inside.size() - 1; i >= 0; i--) {
                Slot slot = inside.get(i);
                if (lifetimes.last(slot) < position) {
                    taken.clear(units[slot.id()], units[slot.id()] + unitsOf(slot));
                    inside.set(i, inside.getLast());
                    inside.removeLast();
                }
            }
        }

        /** The first unit of a free run that is long enough and ends before a limit, or -1. */
        private int take(Slot slot, int limit) {
            int size = unitsOf(slot);
            int at = taken.nextClearBit(0);
            while (size <= limit - at) {
                int end = taken.nextSetBit(at);
                if (end < 0 || end - at >= size) {
                    taken.set(at, at + size);
                    inside.add(slot);
                    used = Math.max(used, at + size);
                    return at;
                }
                at = taken.nextClearBit(end);
            }
            return -1;
        }

        private static int unitsOf(Slot slot) {
            return Math.max(1, (slot.size() + UNIT - 1) / UNIT);
        }
    }

    private final int[] units;
    private final BitSet onStack = new BitSet();
    private final BitSet inScratch = new BitSet();
    private final int stackSize;
    private final int scratchStart;
    private final int scratchSize;

    /**
     * @param onStackLimit bytes: bigger slots do not go on the stack if they need not; slots of 8 bytes always may
     * @param stack bytes of stack to be used at most, by slots that need not lie there
     * @param scratchStart bytes of scratch memory that are taken
     * @throws TooBigException if a slot, or what is left for scratch memory, is bigger than that can be
     */
    SlotPlacement(IrFunction function, SlotLifetimes lifetimes, int onStackLimit, int stack, int scratchStart)
            throws TooBigException {
        this.scratchStart = scratchStart;
        units = new int[function.slots().size()];
        Area frame = new Area(stack);
        Area scratch = new Area(MAX_SCRATCH - scratchStart);
        for (Slot slot : inOrderOfUse(function, lifetimes)) {
            int position = lifetimes.first(slot);
            frame.release(lifetimes, position, units);
            scratch.release(lifetimes, position, units);
            int unit = -1;
            if (slot.isOnStack()) {
                unit = frame.take(slot, Integer.MAX_VALUE);
            } else if (slot.size() <= Math.max(onStackLimit, UNIT)) {
                unit = frame.take(slot);
            }
            if (unit >= 0) {
                onStack.set(slot.id());
            } else {
                unit = scratch.take(slot);
                inScratch.set(slot.id());
            }
            if (unit < 0) {
                throw new TooBigException(slot.size() + " bytes for " + slot.purpose()
                        + " do not fit into its scratch memory of " + MAX_SCRATCH + " bytes");
            }
            units[slot.id()] = unit;
        }
        stackSize = frame.used * UNIT;
        scratchSize = scratch.used * UNIT;
    }

    private static List<Slot> inOrderOfUse(IrFunction function, SlotLifetimes lifetimes) {
        long[] keys = new long[function.slots().size()];
        int count = 0;
        for (Slot slot : function.slots()) {
            if (lifetimes.isUsed(slot)) {
                keys[count++] = (long) lifetimes.first(slot) << 32 | slot.id();
            }
        }
        Arrays.sort(keys, 0, count);
        List<Slot> slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(function.slots().get((int) keys[i]));
        }
        return slots;
    }

    boolean isInScratch(Slot slot) {
        return inScratch.get(slot.id());
    }

    /** The slot's offset from {@code r10}: negative. Only for slots that are not in scratch memory. */
    int stackOffset(Slot slot) {
        return onStack.get(slot.id())
                ? -units[slot.id()] * UNIT - Area.unitsOf(slot) * UNIT
                // Its address is taken but never used: any will do.
                : -UNIT;
    }

    /** The slot's offset in scratch memory. */
    int scratchOffset(Slot slot) {
        return scratchStart + units[slot.id()] * UNIT;
    }

    /** Bytes of stack that the slots take. */
    int stackSize() {
        return stackSize;
    }

    /** Bytes of scratch memory that the function itself takes; 0 if it needs none. */
    int scratchSize() {
        return scratchSize;
    }
}
