package dev.skep.kernel.ring;

import java.nio.ByteBuffer;

/** Takes the records of a {@link RingBuffer}. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Takes one record. A record is no buffer of its own: there may be millions a second.
     *
     * @param memory holds the record, read-only, in native order; valid only during this call
     * @param at where the record starts in it
     * @param length the record's bytes
     */
    void accept(ByteBuffer memory, int at, int length);
}
