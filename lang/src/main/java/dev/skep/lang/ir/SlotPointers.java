package dev.skep.lang.ir;

import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Return;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which registers point into which slot. A slot whose address goes where it is not followed (an edge, memory, arithmetic
 * other than sums) escapes: then registers that are not known here may point into it. Helpers and functions that are
 * given an address use it during the call only.
 */
public final class SlotPointers {
    /** An offset that is not constant. */
    public static final int UNKNOWN = Integer.MIN_VALUE;

    private @Nullable Slot[] slots;
    private int[] offsets;
    private final BitSet escaped = new BitSet();

    public SlotPointers(IrFunction function, Cfg cfg) {
        slots = new Slot[function.registerCount()];
        offsets = new int[function.registerCount()];
        Escapes escapes = new Escapes();
        for (Block block : cfg.reversePostorder()) {
            for (Inst inst : block.instructions()) {
                follow(inst, escapes);
            }
            for (int i = 0; i < block.terminator().edgeCount(); i++) {
                Edge edge = block.terminator().edge(i);
                escapes.visit(edge);
            }
            if (block.terminator() instanceof Return exit) {
                escapes.use(exit.value());
            }
        }
    }

    /** Follows an address that was taken since. */
    public void add(Inst.SlotAddress address) {
        int id = address.dst().id();
        if (id >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(id + 1, slots.length * 2));
            offsets = Arrays.copyOf(offsets, slots.length);
        }
        slots[id] = address.slot();
    }

    private void follow(Inst inst, Escapes escapes) {
        if (inst instanceof Inst.SlotAddress address) {
            slots[address.dst().id()] = address.slot();
        } else if (inst instanceof Inst.Copy copy) {
            derive(copy.dst(), copy.source(), 0);
        } else if (inst instanceof Inst.Binary sum && sum.op() == BinaryOp.ADD) {
            derive(sum.dst(), sum.left(), offset(sum.right()));
            derive(sum.dst(), sum.right(), offset(sum.left()));
        } else if (inst instanceof Inst.Binary || inst instanceof Inst.Negate || inst instanceof Inst.Extend) {
            escapes.visit(inst);
        } else if (inst instanceof Inst.Store store) {
            escapes.use(store.value());
        } else if (inst instanceof Inst.AtomicUpdate update) {
            escapes.use(update.value());
        } else if (inst instanceof Inst.AtomicFetch fetch) {
            escapes.use(fetch.value());
        } else if (inst instanceof Inst.CompareExchange exchange) {
            escapes.use(exchange.expected());
            escapes.use(exchange.value());
        }
    }

    private static long offset(Operand operand) {
        return operand instanceof Const constant ? constant.value() : UNKNOWN;
    }

    private void derive(Reg dst, Operand from, long added) {
        if (from instanceof Reg register) {
            Slot slot = slots[register.id()];
            if (slot != null) {
                slots[dst.id()] = slot;
                long offset = offsets[register.id()] + added;
                boolean known = offsets[register.id()] != UNKNOWN && offset >= 0 && offset <= slot.size();
                offsets[dst.id()] = known ? (int) offset : UNKNOWN;
            }
        }
    }

    /** The slot that an operand points into, or null, as far as it was there or was {@linkplain #add added}. */
    public @Nullable Slot slot(Operand operand) {
        return operand instanceof Reg register && register.id() < slots.length ? slots[register.id()] : null;
    }

    /** Where a register points to in its slot; {@link #UNKNOWN} if that is not constant. */
    public int offset(Reg register) {
        return offsets[register.id()];
    }

    public boolean isEscaped(Slot slot) {
        return escaped.get(slot.id());
    }

    private final class Escapes extends Uses {
        @Override
        protected void use(Operand operand) {
            Slot slot = slot(operand);
            if (slot != null) {
                escaped.set(slot.id());
            }
        }
    }
}
