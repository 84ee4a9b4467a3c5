package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Substitution;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that do the same to other values, and then go to the same block, become one, which is given the values. All of
 * them but one would jump anyway, so nobody goes a longer way.
 *
 * <pre>
 *   b1: if %1 != 0 then b2 else b5           b1: if %1 != 0 then b2(%1) else b5
 *   b2: atomic add u64 [%1], 1               b2(%3): atomic add u64 [%3], 1
 *       goto b5                                      goto b5
 *   b3: if %2 != 0 then b4 else b5    to     b3: if %2 != 0 then b2(%2) else b5
 *   b4: atomic add u64 [%2], 1
 *       goto b5
 * </pre>
 */
final class EqualBlocks {
    /** Values that are brought to the one block, at most. */
    private static final int MAX_PARAMETERS = 1;

    private final IrFunction function;
    private final Cfg cfg;
    private final TypedPointers typed;
    private @Nullable BlockLocals locals;
    private final Map<List<Object>, BlockShape> shapes = new HashMap<>();
    /** By block that others were joined to: from where it is reached now. */
    private final Map<Block, List<Block>> ways = new HashMap<>();

    EqualBlocks(IrFunction function) {
        this.function = function;
        cfg = Cfg.of(function);
        typed = new TypedPointers(function);
    }

    void run() {
        for (Block block : cfg.reversePostorder()) {
            if (block.terminator() instanceof Jump jump
                    && mayGo(block, jump.edge().target())) {
                BlockShape shape = BlockShape.of(block, jump);
                BlockShape other = shape == null ? null : shapes.putIfAbsent(shape.key(), shape);
                if (shape != null && other != null && keepToThemselves(block, other.block())) {
                    join(shape, other);
                }
            }
        }
    }

    /** What is made in them is not used elsewhere. */
    private boolean keepToThemselves(Block one, Block two) {
        if (locals == null) {
            locals = new BlockLocals(function, cfg);
        }
        return locals.keepsToItself(one) && locals.keepsToItself(two);
    }

    private boolean mayGo(Block block, Block target) {
        return cfg.index(block) > 0
                && cfg.index(target) > cfg.index(block)
                && cfg.predecessors(target).size() > 1;
    }

    /** Leads all ways into a block to another with an equal key, if not too many of its inputs are others there. */
    private void join(BlockShape gone, BlockShape stays) {
        List<Reg> parameters = stays.block().parameters();
        List<Reg> added = new ArrayList<>(1);
        for (int i = 0; i < stays.inputs().size(); i++) {
            Reg input = stays.inputs().get(i);
            Reg other = gone.inputs().get(i);
            if (!input.equals(other) && !parameters.contains(input)) {
                if (isLiteral(input) || isLiteral(other) || typed.contains(input) || typed.contains(other)) {
                    return;
                }
                added.add(input);
            }
        }
        if (parameters.size() + added.size() > MAX_PARAMETERS || !stays.inputs().containsAll(parameters)) {
            return;
        }
        for (Reg input : added) {
            addParameter(stays, input);
        }
        for (Block from : List.copyOf(waysTo(gone.block()))) {
            from.terminate(led(from.terminator(), gone, stays));
            waysTo(stays.block()).add(from);
        }
    }

    private boolean isLiteral(Reg register) {
        return locals != null && locals.isLiteral(register);
    }

    private List<Block> waysTo(Block block) {
        return ways.computeIfAbsent(block, key -> new ArrayList<>(cfg.predecessors(block)));
    }

    /** Makes an input a parameter, which all who come give. */
    private void addParameter(BlockShape shape, Reg input) {
        Block block = shape.block();
        Reg parameter = function.newRegister();
        Substitution renaming = new Substitution(function);
        renaming.replace(input, parameter);
        List<Inst> renamed = new ArrayList<>(block.instructions().size());
        for (Inst inst : block.instructions()) {
            renaming.apply(inst, renamed);
        }
        block.instructions().clear();
        block.instructions().addAll(renamed);
        block.terminate(renaming.apply(block.terminator()));
        block.parameters().add(parameter);
        shape.inputs().set(shape.inputs().indexOf(input), parameter);
        for (Block from : waysTo(block)) {
            from.terminate(withArgument(from.terminator(), block, input));
        }
    }

    private static Terminator withArgument(Terminator end, Block to, Operand argument) {
        if (end instanceof Branch branch) {
            return new Branch(
                    branch.condition(),
                    branch.left(),
                    branch.right(),
                    withArgument(branch.yes(), to, argument),
                    withArgument(branch.no(), to, argument));
        }
        return new Jump(withArgument(end.edge(0), to, argument));
    }

    private static Edge withArgument(Edge edge, Block to, Operand argument) {
        if (edge.target() != to || edge.arguments().size() == to.parameters().size()) {
            return edge;
        }
        List<Operand> arguments = new ArrayList<>(edge.arguments());
        arguments.add(argument);
        return new Edge(to, arguments);
    }

    private static Terminator led(Terminator end, BlockShape gone, BlockShape stays) {
        if (end instanceof Branch branch) {
            return new Branch(
                    branch.condition(),
                    branch.left(),
                    branch.right(),
                    led(branch.yes(), gone, stays),
                    led(branch.no(), gone, stays));
        }
        return new Jump(led(end.edge(0), gone, stays));
    }

    private static Edge led(Edge edge, BlockShape gone, BlockShape stays) {
        if (edge.target() != gone.block()) {
            return edge;
        }
        List<Operand> arguments = new ArrayList<>(1);
        for (Reg parameter : stays.block().parameters()) {
            Reg input = gone.inputs().get(stays.inputs().indexOf(parameter));
            int given = gone.block().parameters().indexOf(input);
            arguments.add(given < 0 ? input : edge.arguments().get(given));
        }
        return new Edge(stays.block(), arguments);
    }
}
