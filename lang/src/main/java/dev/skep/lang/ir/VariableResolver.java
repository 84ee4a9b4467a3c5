package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns writes and reads of variables into registers and block parameters while the blocks are being built, after Braun
 * et al., "Simple and Efficient Construction of Static Single Assignment Form" (2013). A parameter whose arguments are
 * all one value, or itself, is replaced by that value. Works with lists instead of recursion: scripts may be long.
 */
final class VariableResolver {
    private static final Operand UNWRITTEN = Operand.of(0);

    /** What is known of a block. */
    private static final class State {
        private final Block block;
        /** The blocks it is entered from, once for each edge. */
        private final List<State> entries = new ArrayList<>(2);

        private final Map<Variable, Operand> values = new IdentityHashMap<>(4);
        private List<Phi> phis = new ArrayList<>(0);
        private boolean sealed;

        private State(Block block) {
            this.block = block;
        }
    }

    /** A block parameter that holds a variable. */
    private static final class Phi {
        private final State at;
        private final Variable variable;
        private final Reg parameter;
        /** The phis that have this one as an argument. */
        private final List<Phi> users = new ArrayList<>(2);

        /** One for each entry; null until the block is sealed. */
        private @Nullable List<Operand> arguments;

        private boolean removed;

        private Phi(State at, Variable variable, Reg parameter) {
            this.at = at;
            this.variable = variable;
            this.parameter = parameter;
        }
    }

    private final IrFunction function;
    private final List<@Nullable State> states = new ArrayList<>();
    private final Map<Reg, Phi> phis = new IdentityHashMap<>();
    private final Substitution substitution;

    VariableResolver(IrFunction function) {
        this.function = function;
        substitution = new Substitution(function);
    }

    Reg addParameter(Block block) {
        State state = state(block);
        if (!state.entries.isEmpty() || state.sealed) {
            throw new IllegalStateException(block + " takes its parameters before anything jumps to it");
        }
        Reg parameter = function.newRegister();
        block.parameters().add(parameter);
        return parameter;
    }

    void write(Variable variable, Block block, Operand value) {
        state(block).values.put(variable, value);
    }

    Operand read(Variable variable, Block block) {
        ArrayDeque<Phi> open = new ArrayDeque<>(2);
        Operand value = find(variable, state(block), open);
        complete(open);
        return substitution.resolve(value);
    }

    void seal(Block block) {
        State state = state(block);
        if (state.sealed) {
            throw new IllegalStateException(block + " is sealed already");
        }
        state.sealed = true;
        complete(new ArrayDeque<>(state.phis));
    }

    /** A block has got its end: it is a way into other blocks. */
    void ended(Block block) {
        for (int i = 0; i < block.terminator().edgeCount(); i++) {
            Edge edge = block.terminator().edge(i);
            State target = state(edge.target());
            if (target.sealed) {
                throw new IllegalStateException(block + " jumps to " + edge.target() + ", which is sealed");
            }
            target.entries.add(state(block));
        }
    }

    void finish() {
        for (Block block : function.blocks()) {
            if (!state(block).sealed) {
                throw new IllegalStateException(block + " is not sealed");
            }
            if (!block.isTerminated()) {
                throw new IllegalStateException(block + " has no end");
            }
        }
        for (Block block : function.blocks()) {
            addParameters(state(block));
        }
        substitution.apply();
    }

    /** Makes a block's phis its parameters, and gives arguments on the ways in. */
    private void addParameters(State state) {
        List<Phi> kept = new ArrayList<>(state.phis.size());
        for (Phi phi : state.phis) {
            if (!phi.removed) {
                kept.add(phi);
                state.block.parameters().add(phi.parameter);
            }
        }
        state.phis = kept;
        if (kept.isEmpty()) {
            return;
        }
        for (int i = 0; i < state.entries.size(); i++) {
            Block from = state.entries.get(i).block;
            // Both edges of a branch may lead here: then its second entry follows the first.
            boolean second = i > 0 && state.entries.get(i - 1).block == from;
            addArguments(from, state, i, second);
        }
    }

    private static void addArguments(Block from, State to, int entry, boolean second) {
        Terminator terminator = from.terminator();
        if (terminator instanceof Jump jump) {
            from.terminate(new Jump(withArguments(jump.edge(), to, entry)));
        } else if (terminator instanceof Branch branch) {
            boolean yes = branch.yes().target() == to.block && !second;
            from.terminate(new Branch(
                    branch.condition(),
                    branch.left(),
                    branch.right(),
                    yes ? withArguments(branch.yes(), to, entry) : branch.yes(),
                    yes ? branch.no() : withArguments(branch.no(), to, entry)));
        }
    }

    private static Edge withArguments(Edge edge, State to, int entry) {
        List<Operand> arguments = new ArrayList<>(edge.arguments());
        for (Phi phi : to.phis) {
            arguments.add(Objects.requireNonNull(phi.arguments).get(entry));
        }
        return new Edge(edge.target(), arguments);
    }

    private State state(Block block) {
        while (states.size() <= block.id()) {
            states.add(null);
        }
        State state = states.get(block.id());
        if (state == null) {
            state = new State(block);
            states.set(block.id(), state);
        }
        return state;
    }

    /** The variable's value at the end of a block, as far as it is built; phis made for it are open. */
    private Operand find(Variable variable, State from, ArrayDeque<Phi> open) {
        List<State> way = new ArrayList<>(0);
        State state = from;
        Operand value = state.values.get(variable);
        while (value == null) {
            if (!state.sealed || state.entries.size() > 1) {
                value = newPhi(variable, state, open);
            } else if (state.entries.isEmpty()) {
                value = UNWRITTEN;
            } else {
                way.add(state);
                state = state.entries.getFirst();
                value = state.values.get(variable);
            }
        }
        for (int i = 0; i < way.size(); i++) {
            way.get(i).values.put(variable, value);
        }
        return value;
    }

    private Reg newPhi(Variable variable, State state, ArrayDeque<Phi> open) {
        Phi phi = new Phi(state, variable, function.newRegister());
        phis.put(phi.parameter, phi);
        state.phis.add(phi);
        state.values.put(variable, phi.parameter);
        if (state.sealed) {
            open.add(phi);
        }
        return phi.parameter;
    }

    /** Finds the arguments of phis, and of those that this makes; then removes the trivial ones. */
    private void complete(ArrayDeque<Phi> open) {
        ArrayDeque<Phi> completed = new ArrayDeque<>(open.size());
        for (Phi phi = open.poll(); phi != null; phi = open.poll()) {
            List<Operand> arguments = new ArrayList<>(phi.at.entries.size());
            for (State entry : phi.at.entries) {
                Operand argument = substitution.resolve(find(phi.variable, entry, open));
                arguments.add(argument);
                if (argument instanceof Reg register && phis.get(register) instanceof Phi used) {
                    used.users.add(phi);
                }
            }
            phi.arguments = arguments;
            completed.push(phi);
        }
        for (Phi phi = completed.poll(); phi != null; phi = completed.poll()) {
            removeIfTrivial(phi, completed);
        }
    }

    private void removeIfTrivial(Phi phi, ArrayDeque<Phi> completed) {
        if (phi.removed || phi.arguments == null) {
            return;
        }
        Operand same = null;
        for (Operand argument : phi.arguments) {
            Operand value = substitution.resolve(argument);
            if (value == phi.parameter || value.equals(same)) {
                continue;
            }
            if (same != null) {
                return;
            }
            same = value;
        }
        phi.removed = true;
        substitution.replace(phi.parameter, same == null ? UNWRITTEN : same);
        // The users refer to the value now: what becomes of it concerns them, and they may have become trivial.
        if (same instanceof Reg register && phis.get(register) instanceof Phi next) {
            next.users.addAll(phi.users);
        }
        for (Phi user : phi.users) {
            completed.push(user);
        }
    }
}
