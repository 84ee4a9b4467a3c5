package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.AtomicOp;
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
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Scratch memory of a program that can be preempted: while one of its runs is put aside, others may begin on the same CPU. So
 * there are {@value #PLACES} places for each CPU, and each run of a function takes one that is free, by a word in front of it,
 * and gives it back wherever it leaves what that memory was for. Who finds none free is counted, and does nothing.
 *
 * <pre>
 * b0:     goto b1(0)
 * b1(%1): %2 = address of slot1
 *         store u32 [%2], %1
 *         %3 = lookup scratch [%2]
 *         if %3 != 0 then b2 else lost
 * b2:     %4 = xchg u64 [%3], 1
 *         if %4 == 0 then b4 else b3
 * b3:     %5 = %1 + 1
 *         if %5 != 8 then b1(%5) else lost
 * b4:     ...
 *         store u64 [%3], 0
 *         return 0
 * </pre>
 */
final class ScratchPool {
    /** For each CPU. */
    static final int PLACES = 8;

    /** Bytes in front of each place that say whether it is taken. */
    static final int HEADER = 8;

    private final IrFunction function;
    private final String map;
    private final Slot key;
    private final Span span;

    /** @param key a slot on the stack that nothing else uses */
    ScratchPool(IrFunction function, String map, Slot key, Span span) {
        this.function = function;
        this.map = map;
        this.key = key;
        this.span = span;
    }

    /** Ends a block with taking a place; the address of the word in front of it, known in the block that is entered then. */
    Reg take(Block from, Block with, Block without) {
        Block attempt = function.newBlock();
        Block there = function.newBlock();
        Block taken = function.newBlock();
        Block lost = lost(without);
        Reg number = function.newRegister();
        Reg address = function.newRegister();
        Reg base = function.newRegister();
        Reg before = function.newRegister();
        Reg next = function.newRegister();
        from.terminate(new Jump(new Edge(attempt, List.of(Operand.of(0)))));
        attempt.parameters().add(number);
        attempt.instructions().add(new Inst.SlotAddress(address, key, span));
        attempt.instructions().add(new Inst.Store(Width.WORD, address, 0, number, span));
        attempt.instructions().add(new Inst.MapLookup(base, map, address, span));
        attempt.terminate(new Branch(Condition.NE, base, Operand.of(0), to(there), to(lost)));
        there.instructions()
                .add(new Inst.AtomicFetch(before, Width.DOUBLE, AtomicOp.XCHG, base, 0, Operand.of(1), span));
        there.terminate(new Branch(Condition.EQ, before, Operand.of(0), to(with), to(taken)));
        taken.instructions().add(new Inst.Binary(next, BinaryOp.ADD, number, Operand.of(1), span));
        taken.terminate(new Branch(Condition.NE, next, Operand.of(PLACES), new Edge(attempt, List.of(next)), to(lost)));
        return base;
    }

    private static Edge to(Block block) {
        return new Edge(block, List.of());
    }

    /** Counts a run that found no place. */
    private Block lost(Block without) {
        Block lost = function.newBlock();
        Block count = function.newBlock();
        Reg address = function.newRegister();
        Reg counter = function.newRegister();
        lost.instructions().add(new Inst.SlotAddress(address, key, span));
        lost.instructions().add(new Inst.Store(Width.WORD, address, 0, Operand.of(Loss.RUN.ordinal()), span));
        lost.instructions().add(new Inst.MapLookup(counter, Loss.MAP, address, span));
        lost.terminate(new Branch(Condition.NE, counter, Operand.of(0), to(count), to(without)));
        count.instructions().add(new Inst.AtomicUpdate(Width.DOUBLE, AtomicOp.ADD, counter, 0, Operand.of(1), span));
        count.terminate(new Jump(to(without)));
        return lost;
    }

    /** Gives a place back where the function returns, and on the ways to where it is not known whether one was taken. */
    void release(Reg base, Block taken) {
        Cfg cfg = Cfg.of(function);
        Dominators dominators = cfg.dominators();
        List<Block> behind = new ArrayList<>();
        for (Block block : cfg.reversePostorder()) {
            if (dominators.dominates(taken, block)) {
                behind.add(block);
            }
        }
        for (Block block : behind) {
            if (block.terminator() instanceof Return) {
                block.instructions().add(free(base));
            } else if (block.terminator() instanceof Jump jump) {
                block.terminate(new Jump(leaving(jump.edge(), base, behind)));
            } else if (block.terminator() instanceof Branch branch) {
                block.terminate(new Branch(
                        branch.condition(),
                        branch.left(),
                        branch.right(),
                        leaving(branch.yes(), base, behind),
                        leaving(branch.no(), base, behind)));
            }
        }
    }

    private Edge leaving(Edge edge, Reg base, List<Block> behind) {
        if (behind.contains(edge.target())) {
            return edge;
        }
        Block between = function.newBlock();
        between.instructions().add(free(base));
        between.terminate(new Jump(edge));
        return to(between);
    }

    private Inst free(Reg base) {
        return new Inst.Store(Width.DOUBLE, base, 0, Operand.of(0), span);
    }
}
