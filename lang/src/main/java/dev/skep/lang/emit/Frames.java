package dev.skep.lang.emit;

import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.lang.emit.legal.Legaliser;
import dev.skep.lang.ir.CallGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the functions of a program share the stack and the program's scratch memory. A function's frame lies below its
 * caller's, and its part of scratch memory behind that of any caller; functions that are never active together overlap.
 *
 * <p>The kernel sums frames along every chain of calls, references to functions that are called back counting as calls
 * ({@code check_max_stack_depth} in {@code kernel/bpf/verifier.c}). It rounds each up to 32 bytes; since 6.9 to 16, where
 * programs are compiled to machine code.
 */
final class Frames {
    /** {@code MAX_BPF_STACK}. */
    private static final int MAX_STACK = 512;

    /** {@code MAX_CALL_FRAMES}. */
    private static final int MAX_DEPTH = 8;

    private static final int GRANULE = 32;

    /** Each attempt leaves as many bytes to spilled values as the one before lacked; the last one leaves them all. */
    private static final int MAX_ATTEMPTS = 4;

    /** One function. */
    private static final class Frame {
        private final String name;
        private final List<Frame> callers = new ArrayList<>(1);
        private @Nullable FunctionSpec spec;
        private int attempts = 1;
        private int room = MAX_STACK;
        private int slots;
        private int size;
        private int scratchStart;
        private int scratchEnd;
        /** The caller on the chain that takes the most stack, and what the chain takes, this frame included. */
        private @Nullable Frame below;

        private int total;

        private Frame(String name) {
            this.name = name;
        }

        private boolean canShrink() {
            return attempts < MAX_ATTEMPTS && slots > Legaliser.MIN_STACK;
        }
    }

    private final List<Frame> frames = new ArrayList<>();
    private final int header;

    /**
     * Of functions of which nothing is emitted.
     *
     * @param header bytes in front of scratch memory
     * @throws TooBigException if calls are nested more deeply than the kernel allows
     */
    Frames(CallGraph calls, int header) throws TooBigException {
        this.header = header;
        int count = calls.functions().size();
        int[] depth = new int[count];
        for (int i = 0; i < count; i++) {
            frames.add(new Frame(calls.functions().get(i).name()));
        }
        for (int i = 0; i < count; i++) {
            for (int callee : calls.callees(i)) {
                frames.get(callee).callers.add(frames.get(i));
                depth[callee] = Math.max(depth[callee], depth[i] + 1);
                if (depth[callee] >= MAX_DEPTH) {
                    throw new TooBigException("its loops and functions are nested " + (depth[callee] + 1)
                            + " deep, and the kernel allows " + MAX_DEPTH);
                }
            }
        }
    }

    /** What was emitted of a function, or null if that is still to be done, or to be done again. */
    @Nullable
    FunctionSpec emitted(int function) {
        Frame frame = frames.get(function);
        return frame.scratchStart == scratchStart(function) ? frame.spec : null;
    }

    /** Bytes of stack that the function's slots may take. */
    int room(int function) {
        return frames.get(function).room;
    }

    /** Where the function's part of scratch memory starts; its callers are emitted. */
    int scratchStart(int function) {
        int start = header;
        for (Frame caller : frames.get(function).callers) {
            start = Math.max(start, caller.scratchEnd);
        }
        return start;
    }

    /** Takes note of an emitted function: the bytes that its slots, its frame and its part of scratch memory take. */
    void set(int function, FunctionSpec spec, int slots, int size, int scratch) {
        Frame frame = frames.get(function);
        frame.spec = spec;
        frame.slots = slots;
        frame.size = size;
        frame.scratchStart = scratchStart(function);
        frame.scratchEnd = frame.scratchStart + scratch;
    }

    /**
     * Whether all chains of calls fit on the stack. If not, one function is to be emitted again, with less room.
     *
     * @throws TooBigException if no function can do with less
     */
    boolean fit() throws TooBigException {
        Frame top = frames.getFirst();
        for (Frame frame : frames) {
            frame.below = null;
            for (Frame caller : frame.callers) {
                if (frame.below == null || caller.total > frame.below.total) {
                    frame.below = caller;
                }
            }
            frame.total = (frame.below == null ? 0 : frame.below.total) + rounded(frame.size);
            top = frame.total > top.total ? frame : top;
        }
        if (top.total > MAX_STACK) {
            shrink(top);
            return false;
        }
        return true;
    }

    private static int rounded(int size) {
        return Math.max(1, (size + GRANULE - 1) / GRANULE) * GRANULE;
    }

    /** Takes room from the slots of the function on the way to a frame whose slots take the most. */
    private static void shrink(Frame top) throws TooBigException {
        Frame biggest = null;
        for (Frame frame = top; frame != null; frame = frame.below) {
            if (frame.canShrink() && (biggest == null || frame.slots >= biggest.slots)) {
                biggest = frame;
            }
        }
        if (biggest == null) {
            throw tooBig(top);
        }
        boolean last = ++biggest.attempts == MAX_ATTEMPTS;
        int left = biggest.slots - (top.total - MAX_STACK);
        biggest.room = last ? Legaliser.MIN_STACK : Math.max(Legaliser.MIN_STACK, left);
        biggest.spec = null;
    }

    private static TooBigException tooBig(Frame top) {
        if (top.below == null) {
            return new TooBigException("it needs more values at a time than fit into " + MAX_STACK + " bytes of stack");
        }
        StringBuilder chain = new StringBuilder();
        for (Frame frame = top; frame != null; frame = frame.below) {
            chain.insert(0, frame.name).insert(0, frame.below == null ? "" : ", in it ");
        }
        return new TooBigException("its loops and functions (" + chain + ") need " + top.total
                + " bytes of stack at a time, and the kernel allows " + MAX_STACK);
    }

    /** Bytes of scratch memory that the program takes. */
    int scratchSize() {
        int size = header;
        for (Frame frame : frames) {
            size = Math.max(size, frame.scratchEnd);
        }
        return size == header ? 0 : size;
    }
}
