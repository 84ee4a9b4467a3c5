package dev.skep.kernel.sys;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Native memory as direct byte buffers in the machine's byte order. The caller keeps a buffer reachable for as long as
 * the kernel may use its address.
 */
public final class Memory {
    private static final ByteBuffer EMPTY = allocate(0);

    private Memory() {}

    /** Zeroed native memory. */
    public static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Native memory of this thread, not zeroed, until the next call of this method by the same thread. */
    public static ByteBuffer scratch(int bytes) {
        return CallFrame.current().scratch(bytes);
    }

    /** A native copy. */
    public static ByteBuffer copy(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : allocate(bytes.length).put(0, bytes);
    }

    /** A native, NUL-terminated copy. */
    public static ByteBuffer cString(String text) {
        return cString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A native, NUL-terminated copy. */
    public static ByteBuffer cString(byte[] bytes) {
        return allocate(bytes.length + 1).put(0, bytes);
    }

    /**
     * The address of the buffer's position.
     *
     * @throws IllegalArgumentException if the buffer is on the heap, where the kernel cannot see it
     */
    public static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the kernel needs a direct buffer");
        }
        return MemorySegment.ofBuffer(buffer).address();
    }

    /**
     * Keeps what the kernel was given the address of alive up to here. System calls do not throw, so this needs no {@code
     * finally}.
     */
    @SuppressWarnings("ReachabilityFenceUsage")
    public static void keep(@Nullable Object memory) {
        Reference.reachabilityFence(memory);
    }

    /** The text up to the first NUL in a field of {@code length} bytes. */
    public static String text(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
