package dev.skep.symbols.process;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that processes have mapped, each once, the ones used last. Functions are kept in memory up to a limit. */
final class FileCache {
    private static final int FILES = 1024;
    /** 48 MiB. */
    private static final int FUNCTIONS = 1 << 22;

    private final Path proc;
    private boolean askedForVdso;
    private @Nullable MappedFile vdso;
    private final Map<FileKey, MappedFile> files = new LinkedHashMap<>(64, 0.75f, true);

    /** @param proc where the process file system is mounted */
    FileCache(Path proc) {
        this.proc = proc;
    }

    /** What the kernel maps into processes; null if it cannot be read. */
    @Nullable
    MappedFile vdso() {
        if (!askedForVdso) {
            askedForVdso = true;
            try {
                byte[] image = Vdso.read(proc);
                vdso = image == null ? null : new MappedFile(MemorySegment.ofArray(image), this);
            } catch (IOException e) {
                vdso = null; // its functions stay without names
            }
        }
        return vdso;
    }

    /**
     * The file at a path, links followed; null if it is no regular file.
     *
     * @throws IOException if it cannot be opened
     */
    @Nullable
    MappedFile get(Path path) throws IOException {
        FileKey key = FileKey.of(path);
        if (key == null) {
            return null;
        }
        MappedFile known = files.get(key);
        if (known == null) {
            known = MappedFile.open(path, this);
            if (files.size() >= FILES) {
                files.remove(files.keySet().iterator().next());
            }
            files.put(key, known);
        }
        return known;
    }

    /** Forgets functions of files that were not used for long, if there are too many since one was read. */
    void trim(MappedFile read) {
        long functions = 0;
        for (MappedFile file : files.values()) {
            functions += file.functions();
        }
        for (MappedFile file : files.values()) {
            if (functions <= FUNCTIONS) {
                return;
            }
            if (file != read) {
                functions -= file.functions();
                file.forget();
            }
        }
    }
}
