package dev.skep.lang.ir;

import java.util.List;

/** How a block ends. */
public sealed interface Terminator {

    /** A way into a block, with its parameters' values. */
    record Edge(Block target, List<Operand> arguments) {
        public Edge {
            arguments = List.copyOf(arguments);
        }
    }

    /** Where control may go next, in order. */
    List<Edge> edges();

    /** How many {@link #edges} there are. */
    int edgeCount();

    /** One of the {@link #edges}. */
    Edge edge(int index);

    record Jump(Edge edge) implements Terminator {
        @Override
        public List<Edge> edges() {
            return List.of(edge);
        }

        @Override
        public int edgeCount() {
            return 1;
        }

        @Override
        public Edge edge(int index) {
            return edge;
        }
    }

    /** Goes to {@code yes} if {@code left condition right}, else to {@code no}. */
    record Branch(Condition condition, Operand left, Operand right, Edge yes, Edge no) implements Terminator {
        @Override
        public List<Edge> edges() {
            return List.of(yes, no);
        }

        @Override
        public int edgeCount() {
            return 2;
        }

        @Override
        public Edge edge(int index) {
            return index == 0 ? yes : no;
        }
    }

    /** Leaves the function. */
    record Return(Operand value) implements Terminator {
        @Override
        public List<Edge> edges() {
            return List.of();
        }

        @Override
        public int edgeCount() {
            return 0;
        }

        @Override
        public Edge edge(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }
}
