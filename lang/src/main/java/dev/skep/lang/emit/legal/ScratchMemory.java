package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Dominators;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program's scratch memory once in a run: at the last place that every use lies behind and that is in no loop,
 * so that an event that a filter turns away does not pay for it. The addresses of slots in scratch memory become sums. A
 * function that is called finds the same memory by itself, and takes the part behind its callers'.
 *
 * <p>A value for each CPU is enough, because the kernel does not begin a second run of one of these programs on a CPU
 * before the first has ended, whatever interrupts or preempts it: it leaves the second out and counts it ({@code
 * bpf_prog_active} for tracepoints and perf events, {@code prog->active} for raw tracepoints, in {@code
 * kernel/trace/bpf_trace.c}). Programs on uprobes and iterators have no such guard (those on uprobes since kernel 6.0): each
 * of their runs takes memory of its own, see {@link ScratchPool}.
 *
 * <pre>
 * b1: %1 = address of slot0   →  b1: %2 = address of slot1
 *     ...                            store u32 [%2], 0
 *                                    %3 = lookup scratch [%2]
 *                                    if %3 != 0 then b2 else b3
 *                                b2: %1 = %3 + 64
 *                                    ...
 *                                b3: return 0
 * </pre>
 */
final class ScratchMemory {
    private final IrFunction function;
    private final SlotPlacement slots;
    private final String map;
    private final Slot key;
    private final boolean pooled;

    /**
     * For one function.
     *
     * @param key a slot on the stack that nothing else uses
     * @param pooled whether each run takes a place of its own
     */
    ScratchMemory(IrFunction function, SlotPlacement slots, String map, Slot key, boolean pooled) {
        this.function = function;
        this.slots = slots;
        this.map = map;
        this.key = key;
        this.pooled = pooled;
    }

    void run() {
        Cfg cfg = Cfg.of(function);
        Dominators dominators = cfg.dominators();
        Block place = null;
        Span span = null;
        for (Block block : cfg.reversePostorder()) {
            Inst.SlotAddress first = firstIn(block);
            if (first != null) {
                place = place == null ? block : dominators.common(place, block);
                span = span == null ? first.span() : span;
            }
        }
        if (place != null && span != null) {
            Reg base = lookUp(outsideOfLoops(place, cfg, dominators), span);
            replaceAddresses(base);
        }
    }

    private Inst.@Nullable SlotAddress firstIn(Block block) {
        for (Inst inst : block.instructions()) {
            if (inst instanceof Inst.SlotAddress address && slots.isInScratch(address.slot())) {
                return address;
            }
        }
        return null;
    }

    /** The nearest dominator that no edge leads back over. */
    private static Block outsideOfLoops(Block place, Cfg cfg, Dominators dominators) {
        int earliest = cfg.index(place);
        for (int i = cfg.reversePostorder().size() - 1; i >= 0; i--) {
            Block block = cfg.reversePostorder().get(i);
            for (int j = 0; j < block.terminator().edgeCount(); j++) {
                Edge edge = block.terminator().edge(j);
                int target = cfg.index(edge.target());
                if (target <= earliest && earliest <= i) {
                    earliest = Math.max(0, target - 1);
                }
            }
        }
        Block outside = place;
        while (cfg.index(outside) > earliest) {
            outside = dominators.immediate(outside);
        }
        return outside;
    }

    /** Splits a block before the first use in it, or before its end: what follows stands behind the look-up. */
    private Reg lookUp(Block block, Span span) {
        // While the block is whole: cut off behind nothing, it could look like one that only returns.
        Block failed = returning();
        Inst.SlotAddress first = firstIn(block);
        List<Inst> head = block.instructions();
        List<Inst> tail = head.subList(first == null ? head.size() : head.indexOf(first), head.size());
        Block rest = function.newBlock();
        rest.instructions().addAll(tail);
        rest.terminate(block.terminator());
        tail.clear();
        if (pooled) {
            ScratchPool pool = new ScratchPool(function, map, key, span);
            Reg place = pool.take(block, rest, failed);
            pool.release(place, rest);
            return place;
        }
        Reg address = function.newRegister();
        Reg base = function.newRegister();
        head.add(new Inst.SlotAddress(address, key, span));
        head.add(new Inst.Store(Width.WORD, address, 0, Operand.of(0), span));
        head.add(new Inst.MapLookup(base, map, address, span));
        block.terminate(
                new Branch(Condition.NE, base, Operand.of(0), new Edge(rest, List.of()), new Edge(failed, List.of())));
        return base;
    }

    /** A block that returns 0: one that is there, or a new one. */
    private Block returning() {
        for (Block block : function.blocks()) {
            if (block.instructions().isEmpty()
                    && block.parameters().isEmpty()
                    && block.terminator() instanceof Return exit
                    && exit.value().equals(Operand.of(0))) {
                return block;
            }
        }
        Block block = function.newBlock();
        block.terminate(new Return(Operand.of(0)));
        return block;
    }

    private void replaceAddresses(Reg base) {
        for (Block block : function.blocks()) {
            List<Inst> replaced = new ArrayList<>(block.instructions().size());
            for (Inst inst : block.instructions()) {
                replaced.add(
                        inst instanceof Inst.SlotAddress address && slots.isInScratch(address.slot())
                                ? new Inst.Binary(
                                        address.dst(),
                                        BinaryOp.ADD,
                                        base,
                                        Operand.of(slots.scratchOffset(address.slot())),
                                        address.span())
                                : inst);
            }
            block.instructions().clear();
            block.instructions().addAll(replaced);
        }
    }
}
