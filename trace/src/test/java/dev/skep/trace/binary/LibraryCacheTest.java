package dev.skep.trace.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.arch.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LibraryCacheTest {
    private static final String STRINGS = "libc.so.6\0/lib/x/libc.so.6\0libssl.so.3\0/lib/arm/libssl.so.3\0relative\0";

    /** Three libraries: of x86-64, of aarch64, and one whose path is none. */
    private static byte[] bytes() {
        byte[] strings = STRINGS.getBytes(StandardCharsets.US_ASCII);
        int first = 48 + 3 * 24;
        ByteBuffer b = ByteBuffer.allocate(first + strings.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putInt(strings.length);
        b.position(48);
        entry(b, 0x303, first, first + 10);
        entry(b, 0xa03, first + 27, first + 39);
        entry(b, 0x303, first, first + 60);
        b.put(strings);
        return b.array();
    }

    private static void entry(ByteBuffer b, int flags, int name, int path) {
        b.putInt(flags).putInt(name).putInt(path).putInt(0).putLong(0);
    }

    @Test
    void librariesOfAMachine() {
        assertThat(LibraryCache.read(bytes(), Arch.X86_64))
                .isEqualTo(List.of(new LibraryCache.Library("libc.so.6", "/lib/x/libc.so.6")));
        assertThat(LibraryCache.read(bytes(), Arch.AARCH64))
                .isEqualTo(List.of(new LibraryCache.Library("libssl.so.3", "/lib/arm/libssl.so.3")));
    }

    @Test
    void behindTheOlderFormat() {
        byte[] list = bytes();
        ByteBuffer b = ByteBuffer.allocate(16 + 12 + 4 + list.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put("ld.so-1.7.0\0".getBytes(StandardCharsets.US_ASCII)).putInt(1);
        b.put(32, list);
        assertThat(LibraryCache.read(b.array(), Arch.X86_64)).hasSize(1);
    }

    @Test
    void brokenBytes() {
        for (int round = 0; round < 3000; round++) {
            Random random = new Random(round);
            byte[] bytes = bytes();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            assertThat(LibraryCache.read(bytes, Arch.X86_64)).hasSizeLessThanOrEqualTo(3);
        }
    }
}
