package dev.skep.kernel;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfFormatException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's types, read from {@code /sys/kernel/btf/vmlinux} when they are first asked for (5-6 MB; kernel 5.4
 * built with {@code CONFIG_DEBUG_INFO_BTF}). Safe for use by several threads; share one.
 */
public final class KernelBtf {
    /** Where the kernel has its own BTF. */
    public static final String PATH = "/sys/kernel/btf/vmlinux";

    private final String path;
    private @Nullable Btf types;

    public KernelBtf() {
        this(PATH);
    }

    /** Reads another file instead: the BTF of a kernel that does not carry its own. */
    public KernelBtf(String path) {
        this.path = path;
    }

    /**
     * The types.
     *
     * @throws UnsupportedFeatureException if the kernel has no BTF, or it cannot be read
     */
    public synchronized Btf types() {
        Btf read = types;
        if (read == null) {
            read = read();
            types = read;
        }
        return read;
    }

    private Btf read() {
        // The file's size is known, so that this reads it in one piece.
        try (FileInputStream in = new FileInputStream(path)) {
            return Btf.read(in.readAllBytes());
        } catch (FileNotFoundException e) {
            throw new UnsupportedFeatureException(
                    "kernel BTF", String.valueOf(e.getMessage()), "needs a kernel built with CONFIG_DEBUG_INFO_BTF");
        } catch (IOException | BtfFormatException e) {
            throw new UnsupportedFeatureException("kernel BTF", path + ": " + e.getMessage(), "");
        }
    }
}
