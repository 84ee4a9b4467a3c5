package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One block returns for all that return the same number: a jump to it, or falling through to it, takes less than
 * returning. Where an exit stands matters to nobody: machine code jumps from all but the first to the first.
 *
 * <pre>
 *   b1: ...                    b1: ...
 *       return 0                   goto b3
 *   b2: ...            to      b2: ...
 *       return 0                   goto b3
 *                              b3: return 0
 * </pre>
 */
final class SharedReturns {
    private final IrFunction function;
    private final Map<Operand, Block> shared = new HashMap<>(2);

    SharedReturns(IrFunction function) {
        this.function = function;
    }

    void run() {
        List<Block> blocks = Cfg.of(function).reversePostorder();
        for (Block block : blocks) {
            if (block.terminator() instanceof Return exit && exit.value() instanceof Const) {
                share(block, exit);
            }
        }
        for (Block block : blocks) {
            redirect(block);
        }
    }

    /** The first block that returns a number is for all, unless it does more: then there is a new one from the second on. */
    private void share(Block block, Return exit) {
        Block other = shared.putIfAbsent(exit.value(), block);
        if (other == null) {
            return;
        }
        if (!other.instructions().isEmpty() || !other.parameters().isEmpty()) {
            Block lone = function.newBlock();
            lone.terminate(exit);
            other.terminate(jump(lone));
            shared.put(exit.value(), lone);
            other = lone;
        }
        block.terminate(jump(other));
    }

    /** Goes to the shared block at once, not to one that only goes there. */
    private void redirect(Block block) {
        Terminator end = block.terminator();
        if (end instanceof Jump jump && isWay(jump.edge())) {
            block.terminate(jump(end(jump.edge())));
        } else if (end instanceof Branch branch && (isWay(branch.yes()) || isWay(branch.no()))) {
            block.terminate(new Branch(
                    branch.condition(),
                    branch.left(),
                    branch.right(),
                    isWay(branch.yes()) ? new Edge(end(branch.yes()), List.of()) : branch.yes(),
                    isWay(branch.no()) ? new Edge(end(branch.no()), List.of()) : branch.no()));
        }
    }

    private boolean isWay(Edge edge) {
        // Its parameters are used behind it.
        return edge.target().instructions().isEmpty()
                && edge.target().parameters().isEmpty()
                && edge.target().terminator() instanceof Jump jump
                && jump.edge().arguments().isEmpty()
                && shared.containsValue(jump.edge().target());
    }

    private static Block end(Edge edge) {
        return edge.target().terminator().edge(0).target();
    }

    private static Jump jump(Block target) {
        return new Jump(new Edge(target, List.of()));
    }
}
