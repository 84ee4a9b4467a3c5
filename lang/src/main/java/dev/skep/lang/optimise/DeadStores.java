package dev.skep.lang.optimise;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.SlotPointers;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes what is stored in a slot that nothing reads, and what is overwritten, or forgotten, in the same block before
 * anything can read it; zeroing is cut down to what is read. Calls that only write there go, too.
 *
 * <pre>
 * zero 16 at [%1]                            →  %3 = call probe_read_kernel(%1, 16, %2)
 * %3 = call probe_read_kernel(%1, 16, %2)
 *
 * zero 16 at [%1]                            →  zero 4 at [%1 + 12]
 * store u64 [%1], %2                            store u64 [%1], %2
 * store u32 [%1 + 8], %3                        store u32 [%1 + 8], %3
 * </pre>
 */
final class DeadStores implements Pass {
    @Override
    public String name() {
        return "dead-stores";
    }

    @Override
    public int interests() {
        return VALUES | EDGES | REMOVALS;
    }

    @Override
    public int run(IrFunction function) {
        if (function.slots().isEmpty()) {
            return 0;
        }
        Cfg cfg = Cfg.of(function);
        SlotPointers pointers = new SlotPointers(function, cfg);
        SlotReads reads = new SlotReads(cfg, pointers);
        boolean changed = false;
        for (Block block : cfg.reversePostorder()) {
            changed |= new Walk(pointers, reads, isLast(block)).run(block);
        }
        return changed ? REMOVALS : 0;
    }

    /** Whether no instruction comes behind the block. */
    private static boolean isLast(Block block) {
        for (int i = 0; i < block.terminator().edgeCount(); i++) {
            Edge edge = block.terminator().edge(i);
            Block next = edge.target();
            if (!next.instructions().isEmpty() || !(next.terminator() instanceof Return)) {
                return false;
            }
        }
        return true;
    }

    /** A walk backwards through one block. */
    private static final class Walk extends Uses {
        private final SlotPointers pointers;
        private final SlotReads reads;
        /** Whether nothing is read behind the block. */
        private final boolean isLast;
        /** The bytes of slots that are not read before they are written again. */
        private final Map<Slot, BitSet> dead = new HashMap<>();

        private Walk(SlotPointers pointers, SlotReads reads, boolean isLast) {
            this.pointers = pointers;
            this.reads = reads;
            this.isLast = isLast;
        }

        private boolean run(Block block) {
            List<Inst> kept = new ArrayList<>(block.instructions().size());
            boolean changed = false;
            for (int i = block.instructions().size() - 1; i >= 0; i--) {
                Inst old = block.instructions().get(i);
                Inst inst = walk(old);
                changed |= inst != old;
                if (inst != null) {
                    kept.add(inst);
                }
            }
            if (changed) {
                Collections.reverse(kept);
                block.instructions().clear();
                block.instructions().addAll(kept);
            }
            return changed;
        }

        /** The instruction, a smaller one for it, or null if it may go. */
        private @Nullable Inst walk(Inst inst) {
            if (inst instanceof Inst.Store store) {
                return write(store.base(), store.offset(), store.width().bytes()) ? store : null;
            }
            if (inst instanceof Inst.Zero zero) {
                return shrink(zero);
            }
            if (inst instanceof Inst.CopyBytes copy) {
                if (!write(copy.to(), copy.toOffset(), copy.size())) {
                    return null;
                }
                read(copy.from(), copy.fromOffset(), copy.size());
                return copy;
            }
            if (inst instanceof Inst.Load load) {
                read(load.base(), load.offset(), load.width().bytes());
            } else if (inst instanceof Inst.Call call && SlotReads.writesOnly(call)) {
                return walk(call);
            } else if (!(inst instanceof Inst.SlotAddress
                    || inst instanceof Inst.Binary
                    || inst instanceof Inst.Copy)) {
                visit(inst);
            }
            return inst;
        }

        /** A helper that only writes to what its first two arguments say. */
        private Inst.@Nullable Call walk(Inst.Call call) {
            Reg to = (Reg) call.arguments().get(0);
            int size = (int) ((Const) call.arguments().get(1)).value();
            boolean isNeeded = isNeeded(to, size);
            if (!isNeeded && !reads.isUsed(call.dst())) {
                return null;
            }
            if (writesAll(call.helper())) {
                write(to, 0, size);
            }
            for (int i = 2; i < call.arguments().size(); i++) {
                use(call.arguments().get(i));
            }
            return call;
        }

        /**
         * Helpers that write all of what they are given, also when they fail. {@code get_current_comm} is none of them:
         * kernels 5.18 and 5.19 leave what is behind the NUL as it was.
         */
        private static boolean writesAll(Helper helper) {
            return helper == Helper.PROBE_READ_KERNEL || helper == Helper.PROBE_READ_USER;
        }

        private boolean isNeeded(Reg to, int size) {
            int start = start(to, 0, size);
            Slot slot = pointers.slot(to);
            return start < 0 || slot == null || deadBytes(slot).nextClearBit(start) < start + size;
        }

        /** Anything else may read all of the slot that it is given. */
        @Override
        protected void use(Operand operand) {
            Slot slot = pointers.slot(operand);
            if (slot != null && reads.contains(slot)) {
                deadBytes(slot).clear();
            }
        }

        private BitSet deadBytes(Slot slot) {
            BitSet bytes = dead.get(slot);
            if (bytes == null) {
                bytes = new BitSet(slot.size());
                if (isLast || !reads.contains(slot)) {
                    bytes.set(0, slot.size());
                }
                dead.put(slot, bytes);
            }
            return bytes;
        }

        /** Where an access starts in a slot that is followed, or -1. */
        private int start(Reg base, int offset, int size) {
            Slot slot = pointers.slot(base);
            if (slot == null || pointers.isEscaped(slot) || pointers.offset(base) == SlotPointers.UNKNOWN) {
                return -1;
            }
            int start = pointers.offset(base) + offset;
            return start >= 0 && size > 0 && start + size <= slot.size() ? start : -1;
        }

        private void read(Reg base, int offset, int size) {
            int start = start(base, offset, size);
            Slot slot = pointers.slot(base);
            if (start < 0) {
                use(base);
            } else if (slot != null) {
                deadBytes(slot).clear(start, start + size);
            }
        }

        /** Whether a write is needed; what it covers is dead before it. */
        private boolean write(Reg base, int offset, int size) {
            int start = start(base, offset, size);
            Slot slot = pointers.slot(base);
            if (start < 0 || slot == null) {
                return true;
            }
            BitSet bytes = deadBytes(slot);
            boolean needed = bytes.nextClearBit(start) < start + size;
            bytes.set(start, start + size);
            return needed;
        }

        private @Nullable Inst shrink(Inst.Zero inst) {
            int start = start(inst.base(), inst.offset(), inst.size());
            Slot slot = pointers.slot(inst.base());
            if (start < 0 || slot == null) {
                return inst;
            }
            BitSet bytes = deadBytes(slot);
            int first = bytes.nextClearBit(start);
            int last = bytes.previousClearBit(start + inst.size() - 1);
            bytes.set(start, start + inst.size());
            if (first > last) {
                return null;
            }
            int size = last + 1 - first;
            return size == inst.size()
                    ? inst
                    : new Inst.Zero(inst.base(), inst.offset() + first - start, size, inst.span());
        }
    }
}
