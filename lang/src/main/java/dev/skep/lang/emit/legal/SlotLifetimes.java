package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When each slot is in use: from its first access to its last, counted along reverse postorder, where every way without
 * loops runs forwards; a slot touched inside of a loop is in use all through it. A slot whose address is merged with
 * others or stored is in use always.
 */
final class SlotLifetimes extends Uses {
    private static final int NEVER = -1;
    private static final int FOREVER = -2;

    /** A loop with all that overlaps it. */
    private record Span(int first, int last) {}

    private final int[] first;
    private final int[] last;
    private final @Nullable Slot[] slotOf;
    private int position;

    SlotLifetimes(IrFunction function) {
        int slots = function.slots().size();
        first = new int[slots];
        last = new int[slots];
        Arrays.fill(first, NEVER);
        slotOf = new Slot[function.registerCount()];
        Cfg cfg = Cfg.of(function);
        int[] start = new int[function.blockCount()];
        int[] end = new int[function.blockCount()];
        for (Block block : cfg.reversePostorder()) {
            start[block.id()] = position++;
            for (Inst inst : block.instructions()) {
                access(inst);
                position++;
            }
            visit(block.terminator());
            for (Edge edge : block.terminator().edges()) {
                for (Operand argument : edge.arguments()) {
                    escape(argument);
                }
            }
            end[block.id()] = position++;
        }
        List<Span> loops = loops(cfg, start, end);
        for (int slot = 0; slot < slots; slot++) {
            if (first[slot] != NEVER) {
                first[slot] = enclosing(loops, first[slot]).first;
                last[slot] = enclosing(loops, last[slot]).last;
            }
        }
    }

    private void access(Inst inst) {
        if (inst instanceof Inst.SlotAddress address) {
            slotOf[address.dst().id()] = address.slot();
        } else if (inst instanceof Inst.Copy copy) {
            derive(copy.dst(), copy.source());
        } else if (inst instanceof Inst.Binary sum && (sum.op() == BinaryOp.ADD || sum.op() == BinaryOp.SUB)) {
            derive(sum.dst(), sum.left());
            derive(sum.dst(), sum.right());
        } else {
            visit(inst);
            if (inst instanceof Inst.Store store) {
                escape(store.value());
            }
        }
    }

    private void derive(Reg dst, Operand from) {
        Slot slot = slotOf(from);
        if (slot != null) {
            slotOf[dst.id()] = slot;
        }
    }

    private @Nullable Slot slotOf(Operand operand) {
        return operand instanceof Reg register ? slotOf[register.id()] : null;
    }

    @Override
    protected void use(Operand operand) {
        Slot slot = slotOf(operand);
        if (slot != null) {
            if (first[slot.id()] == NEVER) {
                first[slot.id()] = position;
            }
            last[slot.id()] = Math.max(last[slot.id()], position);
        }
    }

    private void escape(Operand operand) {
        Slot slot = slotOf(operand);
        if (slot != null) {
            pin(slot);
        }
    }

    private void pin(Slot slot) {
        first[slot.id()] = 0;
        last[slot.id()] = Integer.MAX_VALUE;
    }

    /** Says that a slot is in use always, from before all others. */
    void reserve(Slot slot) {
        first[slot.id()] = FOREVER;
        last[slot.id()] = Integer.MAX_VALUE;
    }

    /** What the edges that lead back enclose, overlapping ones joined, in order. */
    private static List<Span> loops(Cfg cfg, int[] start, int[] end) {
        List<Span> loops = new ArrayList<>();
        for (Block block : cfg.reversePostorder()) {
            for (Edge edge : block.terminator().edges()) {
                if (cfg.index(edge.target()) <= cfg.index(block)) {
                    loops.add(new Span(start[edge.target().id()], end[block.id()]));
                }
            }
        }
        loops.sort(Comparator.comparingInt(Span::first));
        List<Span> joined = new ArrayList<>(loops.size());
        for (Span loop : loops) {
            Span before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && loop.first <= before.last) {
                joined.set(joined.size() - 1, new Span(before.first, Math.max(before.last, loop.last)));
            } else {
                joined.add(loop);
            }
        }
        return joined;
    }

    private static Span enclosing(List<Span> loops, int position) {
        int low = 0;
        int high = loops.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span loop = loops.get(middle);
            if (position < loop.first) {
                high = middle - 1;
            } else if (position > loop.last) {
                low = middle + 1;
            } else {
                return loop;
            }
        }
        return new Span(position, position);
    }

    boolean isUsed(Slot slot) {
        return first[slot.id()] != NEVER;
    }

    int first(Slot slot) {
        return first[slot.id()];
    }

    int last(Slot slot) {
        return last[slot.id()];
    }
}
