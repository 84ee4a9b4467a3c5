package dev.skep.symbols.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process may execute, as it was when it was looked at, and the files that are mapped there. */
final class MemoryMap {
    static final MemoryMap EMPTY = new MemoryMap(List.of());

    /** The text of 65,530 mappings with long paths; what is behind it is not looked at. */
    private static final int MAX_TEXT = 16 << 20;

    /** Files of one process that are opened; the largest programs map some hundreds. */
    private static final int MAX_FILES = 2048;

    private final List<Mapping> mappings;
    private final @Nullable MappedFile[] files;

    private MemoryMap(List<Mapping> mappings) {
        this.mappings = mappings;
        this.files = new MappedFile[mappings.size()];
    }

    /**
     * Looks at a process; there is nothing to see if it is a kernel thread, or has ended but was not waited for.
     *
     * @param process its directory in {@code /proc}
     * @param known what it had mapped before: files that still are need not be opened again
     * @throws IOException if it has ended, or may not be looked at
     */
    static MemoryMap read(Path process, MemoryMap known, FileCache cache) throws IOException {
        List<Mapping> mappings;
        try (InputStream in = Files.newInputStream(process.resolve("maps"))) {
            mappings = MapsParser.parse(in.readNBytes(MAX_TEXT));
        }
        if (mappings.equals(known.mappings)) {
            return known;
        }
        MemoryMap map = new MemoryMap(mappings);
        int opened = 0;
        for (int i = 0; i < mappings.size() && opened < MAX_FILES; i++) {
            Mapping mapping = mappings.get(i);
            if (mapping.isFile()) {
                int before = known.indexOf(mapping.start());
                boolean same = before >= 0 && known.mappings.get(before).equals(mapping);
                map.files[i] = same ? known.files[before] : open(process, mapping, cache);
                opened++;
            } else if (Vdso.isSame(mapping)) {
                map.files[i] = cache.vdso();
            }
        }
        return map;
    }

    /** The mapped file itself if that is allowed, whatever its path leads to now; else what its path leads to. */
    private static @Nullable MappedFile open(Path process, Mapping mapping, FileCache cache) {
        String range = Long.toHexString(mapping.start()) + '-' + Long.toHexString(mapping.end());
        MappedFile file = open(process.resolve("map_files").resolve(range), cache);
        return file != null || mapping.deleted()
                ? file
                : open(process.resolve("root").resolve(mapping.path().substring(1)), cache);
    }

    private static @Nullable MappedFile open(Path path, FileCache cache) {
        try {
            return cache.get(path);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return null; // its functions stay without names, and the file is named all the same
        }
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    /** How many mappings are kept. */
    int size() {
        return mappings.size();
    }

    /** Whether all files of an earlier look are still mapped where they were. */
    boolean holdsFilesOf(MemoryMap earlier) {
        Set<Mapping> present = new HashSet<>(mappings);
        for (Mapping mapping : earlier.mappings) {
            if (mapping.isFile() && !present.contains(mapping)) {
                return false;
            }
        }
        return true;
    }

    /** What an address belongs to; null if nothing was mapped there. */
    @Nullable
    UserSymbol resolve(long address) {
        int index = indexOf(address);
        if (index < 0) {
            return null;
        }
        Mapping mapping = mappings.get(index);
        MappedFile file = files[index];
        UserSymbol symbol =
                file == null ? null : file.resolve(address - mapping.start() + mapping.offset(), mapping.path());
        return symbol == null ? new UserSymbol("", 0, mapping.path()) : symbol;
    }

    private int indexOf(long address) {
        int low = 0;
        int high = mappings.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Mapping mapping = mappings.get(middle);
            if (mapping.holds(address)) {
                return middle;
            } else if (Long.compareUnsigned(mapping.start(), address) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
