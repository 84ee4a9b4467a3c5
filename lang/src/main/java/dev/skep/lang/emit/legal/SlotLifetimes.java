package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.SlotPointers;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * When each slot is in use: from its first access to its last, counted along reverse postorder, where every way without
 * loops runs forwards; a slot touched inside of a loop is in use all through it. A slot whose address escapes is in use
 * always.
 */
final class SlotLifetimes extends Uses {
    private static final int NEVER = -1;
    private static final int BEFORE_ALL = -2;
    private static final int FOREVER = Integer.MAX_VALUE;

    /** A loop with all that overlaps it. */
    private record Span(int first, int last) implements Comparable<Span> {
        @Override
        public int compareTo(Span other) {
            return Integer.compare(first, other.first);
        }
    }

    private final int[] first;
    private final int[] last;
    private final SlotPointers pointers;
    private int position;

    SlotLifetimes(IrFunction function) {
        int slots = function.slots().size();
        first = new int[slots];
        last = new int[slots];
        Arrays.fill(first, NEVER);
        Cfg cfg = Cfg.of(function);
        pointers = new SlotPointers(function, cfg);
        int[] start = new int[function.blockCount()];
        int[] end = new int[function.blockCount()];
        for (Block block : cfg.reversePostorder()) {
            start[block.id()] = position++;
            for (Inst inst : block.instructions()) {
                if (!(inst instanceof Inst.Copy || inst instanceof Inst.Binary)) {
                    visit(inst);
                }
                position++;
            }
            visit(block.terminator());
            end[block.id()] = position++;
        }
        List<Span> loops = loops(cfg, start, end);
        for (Slot slot : function.slots()) {
            int id = slot.id();
            if (first[id] != NEVER) {
                first[id] = pointers.isEscaped(slot) ? 0 : enclosing(loops, first[id]).first;
                last[id] = pointers.isEscaped(slot) ? FOREVER : enclosing(loops, last[id]).last;
            }
        }
    }

    @Override
    protected void use(Operand operand) {
        Slot slot = pointers.slot(operand);
        if (slot != null) {
            if (first[slot.id()] == NEVER) {
                first[slot.id()] = position;
            }
            last[slot.id()] = Math.max(last[slot.id()], position);
        }
    }

    /** Says that a slot is in use always, from before all others. */
    void reserve(Slot slot) {
        first[slot.id()] = BEFORE_ALL;
        last[slot.id()] = FOREVER;
    }

    /** What the edges that lead back enclose, overlapping ones joined, in order. */
    private static List<Span> loops(Cfg cfg, int[] start, int[] end) {
        List<Span> loops = new ArrayList<>();
        for (Block block : cfg.reversePostorder()) {
            for (int i = 0; i < block.terminator().edgeCount(); i++) {
                Edge edge = block.terminator().edge(i);
                if (cfg.index(edge.target()) <= cfg.index(block)) {
                    loops.add(new Span(start[edge.target().id()], end[block.id()]));
                }
            }
        }
        Collections.sort(loops);
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
