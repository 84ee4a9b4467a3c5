package dev.skep.symbols.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is known of one process's memory: as it is, and for what was taken before then as it was. */
final class ProcessMemory {
    /** A program that starts another, or unloads a library, leaves addresses behind. */
    private static final int EARLIER = 4;

    private final Path directory;
    private final FileCache files;
    private MemoryMap current = MemoryMap.EMPTY;
    private final Deque<MemoryMap> earlier = new ArrayDeque<>(0);
    private long lookedAt;

    /** @param directory of the process in {@code /proc} */
    ProcessMemory(Path directory, FileCache files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * Looks at the process again. If it cannot be looked at, what is known of it stays.
     *
     * @param now in nanoseconds
     * @throws IOException why it cannot be looked at
     */
    void look(long now) throws IOException {
        lookedAt = now;
        MemoryMap read = MemoryMap.read(directory, current, files);
        if (read.isEmpty() || read == current) {
            return; // it has ended, or it is as it was
        }
        if (!read.holdsFilesOf(current)) {
            if (earlier.size() == EARLIER) {
                earlier.removeLast();
            }
            earlier.addFirst(current);
        }
        current = read;
    }

    /** How long ago it was looked at, in nanoseconds. */
    long age(long now) {
        return now - lookedAt;
    }

    /** Whether nothing was ever seen of it. */
    boolean isEmpty() {
        return current.isEmpty();
    }

    /** How many mappings are kept. */
    int size() {
        int size = current.size();
        for (MemoryMap map : earlier) {
            size += map.size();
        }
        return size;
    }

    /** What an address belongs to, or belonged to; null if nothing was ever seen there. */
    @Nullable
    UserSymbol resolve(long address) {
        UserSymbol symbol = current.resolve(address);
        if (symbol == null) {
            for (MemoryMap map : earlier) {
                symbol = symbol == null ? map.resolve(address) : symbol;
            }
        }
        return symbol;
    }
}
