package dev.skep.symbols.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's symbols, from {@code /proc/kallsyms}. The file is read when something is first asked (the kernel
 * takes some 40 ms to write it), and again on {@link #refresh}: modules and BPF programs come and go, so an address that
 * has no symbol may have one after it. BPF programs are listed where {@code net.core.bpf_jit_kallsyms} is 1 and {@code
 * net.core.bpf_jit_harden} is 0, as {@code bpf_prog_TAG_NAME} in the module {@code bpf}.
 *
 * <p>Where symbols cannot be had, nothing is found, and {@link #unavailable} says why. Safe for use by several threads.
 */
public final class KernelSymbols {
    private static final Path KALLSYMS = Path.of("/proc/kallsyms");

    private final Path file;
    private @Nullable KallsymsIndex index;
    private @Nullable String unavailable;

    /** Symbols of a file that reads as {@code /proc/kallsyms} does; nothing is read yet. */
    public KernelSymbols(Path file) {
        this.file = file;
    }

    /** The running kernel's symbols; nothing is read yet. */
    public static KernelSymbols ofRunningKernel() {
        return new KernelSymbols(KALLSYMS);
    }

    /**
     * The symbol that an address belongs to, named as the kernel itself would: the nearest at or below it, and of several
     * at one address the one that the kernel lists first. Null if no symbol is near: the address is one of user space, it
     * belongs to something that was loaded later ({@link #refresh}), or symbols are {@linkplain #unavailable() not to be
     * had}.
     */
    public synchronized @Nullable KernelSymbol resolve(long address) {
        KallsymsIndex symbols = index();
        return symbols == null ? null : symbols.resolve(address);
    }

    /**
     * Where a symbol is; of several with one name the lowest. For per-CPU variables of older kernels this is the offset in
     * each CPU's area.
     */
    public synchronized OptionalLong address(String name) {
        KallsymsIndex symbols = index();
        return symbols == null ? OptionalLong.empty() : symbols.address(name);
    }

    /** The names of all symbols, in order of address; none if they are not to be had. */
    public synchronized List<String> names() {
        KallsymsIndex symbols = index();
        return symbols == null ? List.of() : symbols.names();
    }

    /** Why there are no symbols, and the way out; null if there are. */
    public synchronized @Nullable String unavailable() {
        index();
        return unavailable;
    }

    /** How many symbols there are; 0 if they are not to be had. */
    public synchronized int size() {
        KallsymsIndex symbols = index();
        return symbols == null ? 0 : symbols.size();
    }

    /** How many lines of the file could not be understood and were left out. */
    public synchronized int malformedLines() {
        KallsymsIndex symbols = index();
        return symbols == null ? 0 : symbols.malformedLines();
    }

    /** Reads the file anew. If that fails, the symbols stay as they were. */
    public synchronized void refresh() {
        KallsymsIndex before = index;
        index = null;
        unavailable = null;
        if (index() == null && before != null) {
            index = before;
            unavailable = null;
        }
    }

    private @Nullable KallsymsIndex index() {
        if (index == null && unavailable == null) {
            read();
        }
        return index;
    }

    private void read() {
        KallsymsIndex read;
        try (InputStream in = Files.newInputStream(file)) {
            read = KallsymsParser.parse(in);
        } catch (IOException e) {
            unavailable = "kernel symbols: " + file + " cannot be read: " + cause(e);
            return;
        }
        if (read.isHidden()) {
            unavailable = "kernel symbols: all addresses in " + file
                    + " are hidden; needs CAP_SYSLOG, and kernel.kptr_restrict below 2";
        } else if (read.size() == 0) {
            unavailable = "kernel symbols: " + file + " has none; the kernel may be built without CONFIG_KALLSYMS";
        } else {
            index = read;
        }
    }

    /** What the file system's exceptions say is the path alone. */
    private static @Nullable String cause(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file; is proc mounted?";
        }
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
