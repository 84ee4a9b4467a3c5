package dev.skep.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory shared with the kernel by mmap(2). After it is closed, its buffer refuses access instead of crashing. */
public final class Mapping implements AutoCloseable {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;

    private final Arena arena;
    private final ByteBuffer buffer;

    private Mapping(Arena arena, ByteBuffer buffer) {
        this.arena = arena;
        this.buffer = buffer;
    }

    /**
     * Maps a descriptor's memory.
     *
     * @param operation for messages
     */
    public static Mapping of(int fd, long offset, int bytes, boolean writable, String operation) {
        int protection = PROT_READ | (writable ? PROT_WRITE : 0);
        long address = Sys.call(SystemCall.MMAP, 0, bytes, protection, MAP_SHARED, fd, offset);
        if (address < 0) {
            throw Failure.of(operation + ": mmap", address);
        }
        Arena arena = Arena.ofShared();
        ByteBuffer buffer = MemorySegment.ofAddress(address)
                .reinterpret(bytes, arena, segment -> Sys.call(SystemCall.MUNMAP, segment.address(), bytes, 0))
                .asByteBuffer();
        // A write into memory that is mapped for reading would kill the JVM.
        return new Mapping(arena, (writable ? buffer : buffer.asReadOnlyBuffer()).order(ByteOrder.nativeOrder()));
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** The machine's page size in bytes, from the auxiliary vector ({@code AT_PAGESZ}). */
    public static int pageSize() {
        return Page.SIZE;
    }

    private static final class Page {
        private static final int AT_PAGESZ = 6;
        static final int SIZE = read();

        private static int read() {
            byte[] bytes = KernelFile.read(KernelFile.CURRENT_DIRECTORY, "/proc/self/auxv", "/proc/self/auxv");
            ByteBuffer vector = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            for (int i = 0; i + 16 <= bytes.length; i += 16) {
                if (vector.getLong(i) == AT_PAGESZ) {
                    return Math.toIntExact(vector.getLong(i + 8));
                }
            }
            throw new IllegalStateException("/proc/self/auxv names no page size");
        }
    }
}
