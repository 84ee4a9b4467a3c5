package dev.skep.lang.ir;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which functions of a program call which, or hand them to helpers that call back: for the kernel's verifier the one is
 * as good as the other, a frame on top of the caller's. Functions that nothing leads to are not in it: the verifier
 * refuses them.
 */
public final class CallGraph {
    private final List<IrFunction> functions;
    /** By function in {@link #functions}: the positions of those that it calls. */
    private final int[][] callees;

    private CallGraph(List<IrFunction> functions, int[][] callees) {
        this.functions = functions;
        this.callees = callees;
    }

    /**
     * The program's calls as they are now.
     *
     * @throws IllegalStateException if a function is called that the program does not have, or functions call each other
     *     in a ring
     */
    public static CallGraph of(IrProgram program) {
        return program.functions().size() == 1 && calls(program.main()).isEmpty()
                ? new CallGraph(program.functions(), new int[][] {{}})
                : new Search(program).graph();
    }

    /** The functions that can be entered, each before those that it calls: the main function first. */
    public List<IrFunction> functions() {
        return functions;
    }

    /** The positions in {@link #functions} of those that a function calls, each once. They are greater than its own. */
    public int[] callees(int function) {
        return callees[function];
    }

    /** The names of the functions that a function calls or refers to, in the order of its text, each as often as it does. */
    private static List<String> calls(IrFunction function) {
        List<String> names = new ArrayList<>(0);
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                if (inst instanceof Inst.FunctionCall call) {
                    names.add(call.function());
                } else if (inst instanceof Inst.FunctionReference reference) {
                    names.add(reference.function());
                }
            }
        }
        return names;
    }

    /** Depth first from the main function: the order in which functions are left, reversed. */
    private static final class Search {
        private static final int OPEN = -1;

        private final IrProgram program;
        private final Map<String, IrFunction> byName = new HashMap<>();
        /** What is known of functions: {@link #OPEN} while they are on the path, then when they were left. */
        private final Map<String, Integer> left = new HashMap<>();

        private final List<IrFunction> order = new ArrayList<>();

        private Search(IrProgram program) {
            this.program = program;
            for (IrFunction function : program.functions()) {
                byName.put(function.name(), function);
            }
        }

        private CallGraph graph() {
            visit(program.main(), program.main());
            Collections.reverse(order);
            int count = order.size();
            int[][] callees = new int[count][];
            for (int i = 0; i < count; i++) {
                BitSet called = new BitSet(count);
                for (String name : calls(order.get(i))) {
                    called.set(count - 1 - Objects.requireNonNull(left.get(name)));
                }
                callees[i] = positions(called);
            }
            return new CallGraph(List.copyOf(order), callees);
        }

        private static int[] positions(BitSet set) {
            int[] positions = new int[set.cardinality()];
            int count = 0;
            for (int at = set.nextSetBit(0); at >= 0; at = set.nextSetBit(at + 1)) {
                positions[count++] = at;
            }
            return positions;
        }

        private void visit(IrFunction function, IrFunction caller) {
            Integer before = left.get(function.name());
            if (before != null) {
                if (before == OPEN) {
                    throw new IllegalStateException(caller.name() + " calls " + function.name()
                            + ", from which it is called: the kernel allows no recursion");
                }
                return;
            }
            left.put(function.name(), OPEN);
            for (String name : calls(function)) {
                IrFunction callee = byName.get(name);
                if (callee == null) {
                    throw new IllegalStateException(function.name() + " calls " + name + ", which is not there");
                }
                visit(callee, function);
            }
            left.put(function.name(), order.size());
            order.add(function);
        }
    }
}
