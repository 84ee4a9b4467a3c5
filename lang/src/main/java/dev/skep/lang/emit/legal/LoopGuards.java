package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.List;

/**
 * Leads past loops of no rounds. A verifier that knows that {@code bpf_loop} makes none does not look at the function that
 * it would call, takes it for dead code, and fails on the reference to it that is left ("No program to jit", seen in
 * 6.18). Where it finds the way to the call dead too, both go.
 *
 * <pre>
 * b0: %2 = call loop(%1, %5, %6, 0)   →  b0: if %1 != 0 then b1 else b2(0)
 *     ...                                b1: %3 = call loop(%1, %5, %6, 0)
 *                                            goto b2(%3)
 *                                        b2(%2): ...
 * </pre>
 */
final class LoopGuards {
    private final IrFunction function;

    LoopGuards(IrFunction function) {
        this.function = function;
    }

    void run() {
        for (Block block : List.copyOf(function.blocks())) {
            Block at = block;
            for (int i = indexOfLoop(at); i >= 0; i = indexOfLoop(at)) {
                at = guard(at, i);
            }
        }
    }

    /** The first call whose rounds are not known to be some; calls of none are made nothing of on the way. */
    private static int indexOfLoop(Block block) {
        for (int i = 0; i < block.instructions().size(); i++) {
            if (block.instructions().get(i) instanceof Inst.Call call && call.helper() == Helper.LOOP) {
                if (!(call.arguments().getFirst() instanceof Const rounds)) {
                    return i;
                }
                if (rounds.value() == 0) {
                    block.instructions().set(i, new Inst.Copy(call.dst(), Operand.of(0), call.span()));
                }
            }
        }
        return -1;
    }

    /** Splits a block around its instruction; returns what is behind it. */
    private Block guard(Block block, int index) {
        Inst.Call call = (Inst.Call) block.instructions().get(index);
        List<Inst> tail =
                block.instructions().subList(index, block.instructions().size());
        Block rest = function.newBlock();
        rest.parameters().add(call.dst());
        rest.instructions().addAll(tail.subList(1, tail.size()));
        rest.terminate(block.terminator());
        tail.clear();
        Block loop = function.newBlock();
        Reg result = function.newRegister();
        loop.instructions().add(new Inst.Call(result, call.helper(), call.arguments(), call.span()));
        loop.terminate(new Jump(new Edge(rest, List.of(result))));
        block.terminate(new Branch(
                Condition.NE,
                call.arguments().getFirst(),
                Operand.of(0),
                new Edge(loop, List.of()),
                new Edge(rest, List.of(Operand.of(0)))));
        return rest;
    }
}
