package dev.skep.kernel.ring;

import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.sys.Epoll;
import dev.skep.kernel.sys.EventFd;
import dev.skep.kernel.sys.Mapping;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a BPF ring buffer (kernel 5.8): records that programs on any CPU reserve, fill and submit, in the order of
 * their reservation.
 *
 * <p>The kernel maps three things: a page with the consumer's position, which is ours to write; a page with the producers'
 * position; and the data, mapped twice in a row so that a record that wraps around lies in one piece. Each record has 8 bytes
 * before it, of which the first four are its length, a bit that says it is still being written, and one that says it
 * was discarded. Source: {@code Documentation/bpf/ringbuf.rst}.
 *
 * <p>One thread polls; any thread may {@link #wakeUp}. Join the polling thread before {@link #close}.
 */
public final class RingBuffer implements AutoCloseable {
    /** {@code BPF_RINGBUF_BUSY_BIT}, {@code BPF_RINGBUF_DISCARD_BIT}, {@code BPF_RINGBUF_HDR_SZ}. */
    private static final int BUSY = 1 << 31;

    private static final int DISCARDED = 1 << 30;
    private static final int HEADER = 8;
    private static final int LARGEST = 1 << 29;
    private static final int PARTS = 16;

    private final Mapping consumerPage;
    private final Mapping producerPages;
    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final int data;
    private final long mask;
    /** After so many bytes the kernel hears of what was read. */
    private final long step;

    private final Epoll epoll;
    private final EventFd wake;
    private long position;
    private long published;
    private boolean closed;

    private RingBuffer(
            Mapping consumerPage, Mapping producerPages, int pageSize, long size, Epoll epoll, EventFd wake) {
        this.consumerPage = consumerPage;
        this.producerPages = producerPages;
        this.consumer = consumerPage.buffer();
        this.producer = producerPages.buffer();
        this.data = pageSize;
        this.mask = size - 1;
        this.step = size / PARTS;
        this.epoll = epoll;
        this.wake = wake;
        this.position = consumer.getLong(0);
        this.published = position;
    }

    /**
     * Opens a map of type {@link MapType#RINGBUF} for reading; the map must stay open as long as this.
     *
     * @throws IllegalArgumentException if it is another type, or larger than 512 MiB
     */
    public static RingBuffer open(BpfMap map) {
        if (map.type() != MapType.RINGBUF || map.maxEntries() > LARGEST || map.maxEntries() <= 0) {
            throw new IllegalArgumentException(map + " is no ring buffer of up to 512 MiB");
        }
        int page = Mapping.pageSize();
        String operation = "open ring buffer " + map.name();
        Mapping consumer = Mapping.of(map.fd(), 0, page, true, operation);
        Mapping producer = null;
        Epoll epoll = null;
        EventFd wake = null;
        try {
            producer = Mapping.of(map.fd(), page, page + 2 * map.maxEntries(), false, operation);
            epoll = Epoll.open();
            wake = EventFd.open();
            epoll.add(map.fd());
            epoll.add(wake.number());
            return new RingBuffer(consumer, producer, page, map.maxEntries(), epoll, wake);
        } catch (RuntimeException e) {
            closeAll(consumer, producer, epoll, wake);
            throw e;
        }
    }

    /**
     * Hands out the records that are there; if there are none, waits for the first.
     *
     * @param timeoutMillis how long to wait at most; 0 does not wait, negative waits without limit
     * @param maxRecords how many records to hand out at most
     * @return how many were handed out; 0 after the time, or when somebody called {@link #wakeUp}
     */
    public int poll(int timeoutMillis, int maxRecords, RecordHandler handler) {
        int count = consume(maxRecords, handler);
        if (count > 0 || timeoutMillis == 0) {
            return count;
        }
        int ready = epoll.await(timeoutMillis);
        for (int i = 0; i < ready; i++) {
            if (epoll.ready(i) == wake.number()) {
                wake.reset();
            }
        }
        return consume(maxRecords, handler);
    }

    /**
     * Hands out the records that are there now, without waiting and without a system call. A record that is still being
     * written ends the round, since those behind it must wait for it.
     *
     * <p>A record counts as read even if the handler throws. The kernel hears of what was read once in a while and at the
     * end: a program that sends a record just where it knows the reader to be wakes it, which costs the traced process a
     * microsecond. So whoever reads while others write is not woken for every record.
     *
     * @return how many were handed out
     */
    public int consume(int maxRecords, RecordHandler handler) {
        int count = 0;
        long produced = producer.getLong(0);
        // Orders the read of the position before those of what lies below it.
        VarHandle.acquireFence();
        try {
            while (position < produced && count < maxRecords) {
                int at = data + (int) (position & mask);
                int header = producer.getInt(at);
                VarHandle.acquireFence();
                if ((header & BUSY) != 0) {
                    break;
                }
                int length = header & ~DISCARDED;
                position += (length + HEADER + 7) & ~7;
                if ((header & DISCARDED) == 0) {
                    count++;
                    handler.accept(producer, at + HEADER, length);
                }
                if (position - published >= step) {
                    publish();
                }
            }
        } finally {
            publish();
        }
        return count;
    }

    /** Tells the kernel what was read. Producers may overwrite a record only after we are done with it. */
    private void publish() {
        if (published != position) {
            VarHandle.releaseFence();
            consumer.putLong(0, position);
            published = position;
        }
    }

    /** How large it is in bytes. */
    public long size() {
        return mask + 1;
    }

    /** How many bytes were read since the map was made, headers included. */
    public long consumedBytes() {
        return position;
    }

    /** How many bytes wait to be read, headers included. */
    public long pendingBytes() {
        return producer.getLong(0) - consumer.getLong(0);
    }

    /** Makes a waiting {@link #poll}, or else the next one, return at once. From any thread; nothing after {@link #close}. */
    public synchronized void wakeUp() {
        if (!closed) {
            wake.signal();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeAll(consumerPage, producerPages, epoll, wake);
    }

    private static void closeAll(
            Mapping consumer, @Nullable Mapping producer, @Nullable Epoll epoll, @Nullable EventFd wake) {
        consumer.close();
        if (producer != null) {
            producer.close();
        }
        if (epoll != null) {
            epoll.close();
        }
        if (wake != null) {
            wake.close();
        }
    }
}
