package dev.skep.symbols.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the kernel maps into every process, {@code [vdso]}: no file has them, but they are the same in all processes of
 * one width, and so in this one.
 */
final class Vdso {
    static final String PATH = "[vdso]";

    /** It has two pages today. */
    private static final long MOST = 1 << 20;

    private Vdso() {}

    /**
     * What is mapped in this process; null if nothing is.
     *
     * @param proc where the process file system is mounted
     * @throws IOException if it cannot be read
     */
    static byte @Nullable [] read(Path proc) throws IOException {
        Path self = proc.resolve("self");
        for (Mapping mapping : MapsParser.parse(Files.readAllBytes(self.resolve("maps")))) {
            long size = mapping.end() - mapping.start();
            if (mapping.path().equals(PATH) && size > 0 && size <= MOST) {
                try (RandomAccessFile memory =
                        new RandomAccessFile(self.resolve("mem").toFile(), "r")) {
                    byte[] image = new byte[(int) size];
                    memory.seek(mapping.start());
                    memory.readFully(image);
                    return image;
                }
            }
        }
        return null;
    }

    /** Whether a process of this width has it where it is mapped: those of 32 bits have another. */
    static boolean isSame(Mapping mapping) {
        return mapping.path().equals(PATH) && mapping.start() >>> Integer.SIZE != 0;
    }
}
