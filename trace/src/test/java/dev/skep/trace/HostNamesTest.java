package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private static String address(int family, byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        in.putInt(0, family).put(4, bytes);
        return InternetAddress.read(in, 0).text();
    }

    @Test
    void internetAddresses() {
        assertThat(address(2, new byte[] {127, 0, 0, 1})).isEqualTo("127.0.0.1");
        assertThat(address(2, new byte[] {(byte) 255, (byte) 200, 3, 4})).isEqualTo("255.200.3.4");
        assertThat(address(7, new byte[4])).isEqualTo("[address of family 7]");
    }

    /** As {@code inet_ntop} writes them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "fe80::1",
                "2001:db8::8:800:200c:417a",
                "1:0:2::3",
                "1:0:2:3:4:5:6:7",
                "1::2:0:0:3",
                "ff01:1:2:3:4:5:6:7"
            })
    void sixBytePairs(String text) throws IOException {
        assertThat(address(10, InetAddress.getByName(text).getAddress())).isEqualTo(text);
    }

    @Test
    void addressesThatHoldOneOfIpv4() {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        mapped[12] = 1;
        mapped[15] = 4;
        assertThat(address(10, mapped)).isEqualTo("::ffff:1.0.0.4");
        byte[] embedded = new byte[16];
        embedded[12] = 10;
        embedded[15] = 1;
        assertThat(address(10, embedded)).isEqualTo("::10.0.0.1");
    }

    @Test
    void users(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("passwd");
        Files.writeString(file, "root:x:0:0::/root:/bin/sh\nno line\nagain:x:0:0\nsam:x:1000:\n:x:5:5\nbad:x:y:z\n");
        Users users = new Users(file);
        assertThat(users.name(0)).isEqualTo("root");
        assertThat(users.name(1000)).isEqualTo("sam");
        assertThat(users.name(5)).isEqualTo("5");
        assertThat(new Users(directory.resolve("none")).name(0)).isEqualTo("0");
    }
}
