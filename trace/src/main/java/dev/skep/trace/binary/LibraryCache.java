package dev.skep.trace.binary;

import dev.skep.bpf.arch.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The dynamic loader's list of libraries ({@code /etc/ld.so.cache}), as glibc writes it since 2.2: a header, then for each
 * library its flags, where its name and its path are, then these strings. What is malformed in it is not there.
 *
 * <p>Source: {@code sysdeps/generic/dl-cache.h} of glibc.
 */
final class LibraryCache {
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER = 48;
    private static final int ENTRY = 24;
    /** The type of library in the flags' low byte: ELF for glibc 2. */
    private static final int ELF_LIBC6 = 3;

    private static final int X86_64 = 3;
    private static final int AARCH64 = 10;
    private static final int LONGEST = 4096;

    /** @param name by which programs ask for it: {@code libssl.so.3} */
    record Library(String name, String path) {}

    private LibraryCache() {}

    /** The libraries for a machine, in the loader's order; none if the bytes are no such list. */
    static List<Library> read(byte[] bytes, Arch arch) {
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = find(bytes);
        List<Library> libraries = new ArrayList<>();
        if (start < 0 || bytes.length - start < HEADER) {
            return libraries;
        }
        long count = Math.min(b.getInt(start + 20) & 0xffff_ffffL, (bytes.length - start - HEADER) / ENTRY);
        int wanted = switch (arch) {
            case X86_64 -> X86_64;
            case AARCH64 -> AARCH64;
        };
        for (int i = 0; i < count; i++) {
            int at = start + HEADER + i * ENTRY;
            int flags = b.getInt(at);
            if ((flags & 0xff) == ELF_LIBC6 && (flags >>> 8 & 0xff) == wanted) {
                String name = string(bytes, start + (b.getInt(at + 4) & 0xffff_ffffL));
                String path = string(bytes, start + (b.getInt(at + 8) & 0xffff_ffffL));
                if (!name.isEmpty() && path.startsWith("/")) {
                    libraries.add(new Library(name, path));
                }
            }
        }
        return libraries;
    }

    /** Where the list begins: the file may have an older one in front. */
    private static int find(byte[] bytes) {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (startsWith(bytes, 0, magic)) {
            return 0;
        }
        if (!startsWith(bytes, 0, "ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII)) || bytes.length < 16) {
            return -1;
        }
        int count = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        long behind = (16 + (count & 0xffff_ffffL) * 12 + 7) / 8 * 8;
        return behind < bytes.length && startsWith(bytes, (int) behind, magic) ? (int) behind : -1;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] expected) {
        if (bytes.length - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String string(byte[] bytes, long at) {
        if (at >= bytes.length) {
            return "";
        }
        int from = (int) at;
        int to = from;
        while (to < bytes.length && to - from < LONGEST && bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
