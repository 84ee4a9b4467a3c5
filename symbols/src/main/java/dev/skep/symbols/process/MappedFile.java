package dev.skep.symbols.process;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that processes have mapped. It stays readable after it was deleted and after the processes ended, since it is mapped
 * here too; its functions are looked up when the first address is asked for.
 */
final class MappedFile {
    private final MemorySegment bytes;
    private final FileCache cache;
    private @Nullable ElfFile elf;
    private FunctionIndex functions = FunctionIndex.EMPTY;
    private boolean read;

    /** @param cache is told when functions were read */
    MappedFile(MemorySegment bytes, FileCache cache) {
        this.bytes = bytes;
        this.cache = cache;
    }

    /**
     * Maps a regular file.
     *
     * @param cache is told when functions were read
     */
    static MappedFile open(Path path, FileCache cache) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            // Unmapped once it is not used any more: symbols may still be asked of one that a cache has dropped.
            return new MappedFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()), cache);
        }
    }

    /**
     * The function at a place of the file.
     *
     * @param offset in bytes from the file's start
     * @param name the file as the result has it
     * @return null if none is known there
     */
    @Nullable
    UserSymbol resolve(long offset, String name) {
        try {
            if (!read) {
                read = true;
                elf = ElfFile.read(bytes);
                functions = FunctionIndex.of(elf);
                cache.trim(this);
            }
            long address = elf == null ? -1 : elf.address(offset);
            return address == -1 ? null : functions.resolve(address, name);
        } catch (ElfFormatException e) {
            return null; // what is mapped and executed need not be ELF
        } catch (InternalError e) {
            return null; // the file was cut while it was read
        }
    }

    /** How many functions are kept in memory. */
    int functions() {
        return functions.size();
    }

    /** Forgets what was read; it is read again when the next address is asked for. */
    void forget() {
        read = false;
        elf = null;
        functions = FunctionIndex.EMPTY;
    }
}
