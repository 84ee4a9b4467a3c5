package dev.skep.kernel;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfFormatException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's types, read from {@code /sys/kernel/btf/vmlinux} when they are first asked for (5-6 MB; kernel 5.4
 * built with {@code CONFIG_DEBUG_INFO_BTF}). Safe for use by several threads; share one.
 */
public final class KernelBtf {
    /** Where the kernel has its own BTF. */
    public static final String PATH = "/sys/kernel/btf/vmlinux";

    /** Bytes: up to here the JDK reads by way of its stack. */
    private static final int PIECE = 8192;

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

    /**
     * The whole file. The kernel gives one page for a read, whatever was asked for; for each read of more than two the JDK
     * allocates that much. Read so it takes 2.5 ms and not 7.
     */
    private static byte[] bytes(FileInputStream in) throws IOException {
        byte[] bytes = new byte[in.available()];
        int end = 0;
        while (end < bytes.length) {
            int count = in.read(bytes, end, Math.min(PIECE, bytes.length - end));
            if (count < 0) {
                return Arrays.copyOf(bytes, end);
            }
            end += count;
        }
        return bytes;
    }

    private Btf read() {
        try (FileInputStream in = new FileInputStream(path)) {
            return Btf.read(bytes(in));
        } catch (FileNotFoundException e) {
            throw new UnsupportedFeatureException(
                    "kernel BTF", String.valueOf(e.getMessage()), "needs a kernel built with CONFIG_DEBUG_INFO_BTF");
        } catch (IOException | BtfFormatException e) {
            throw new UnsupportedFeatureException("kernel BTF", path + ": " + e.getMessage(), "");
        }
    }
}
