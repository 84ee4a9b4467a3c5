package dev.skep.kernel.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A thread's native memory for system calls: where {@code errno} is captured, and a block for small arguments, so that
 * a call allocates nothing. A frame is used by one call at a time: nothing may call another wrapper while it fills one.
 */
final class CallFrame {
    /** Bytes for an attribute block; the largest that is used is below 160. */
    private static final int ATTRIBUTE_BYTES = 256;

    private static final int KEPT_SCRATCH_BYTES = 64 * 1024;

    private static final ThreadLocal<CallFrame> CURRENT = new ThreadLocal<>() {
        @Override
        protected CallFrame initialValue() {
            return new CallFrame();
        }
    };

    private final ByteBuffer errnoBuffer = Memory.allocate(8);
    private final MemorySegment errno = MemorySegment.ofBuffer(errnoBuffer);
    private final ByteBuffer attribute = Memory.allocate(ATTRIBUTE_BYTES);
    private final long attributeAddress = Memory.address(attribute);
    private ByteBuffer scratch = Memory.allocate(512);

    private CallFrame() {}

    static CallFrame current() {
        return CURRENT.get();
    }

    MemorySegment errno() {
        return errno;
    }

    int errnoValue() {
        return errnoBuffer.getInt(0);
    }

    /** The attribute block with its first {@code bytes} zeroed. */
    ByteBuffer attribute(int bytes) {
        for (int i = 0; i < bytes; i += 8) {
            attribute.putLong(i, 0);
        }
        return attribute;
    }

    /** The block as it was last filled, to read what the kernel wrote. */
    ByteBuffer filled() {
        return attribute;
    }

    /** At least so many bytes for keys and values that come as arrays. What was in them is lost at the next call of this. */
    ByteBuffer scratch(int bytes) {
        if (bytes > scratch.capacity()) {
            ByteBuffer larger = Memory.allocate(bytes);
            if (bytes > KEPT_SCRATCH_BYTES) {
                return larger;
            }
            scratch = larger;
        }
        return scratch;
    }

    long attributeAddress() {
        return attributeAddress;
    }
}
