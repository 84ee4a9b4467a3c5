package dev.skep.kernel.ring;

import java.nio.ByteBuffer;

/** Takes the records of a {@link RingBuffer}. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Takes one record.
     *
     * @param record its bytes from index 0 to the limit, read-only, in native order; valid only during this call
     */
    void accept(ByteBuffer record);
}
