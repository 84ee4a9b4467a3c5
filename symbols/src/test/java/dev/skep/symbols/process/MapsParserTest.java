package dev.skep.symbols.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapsParserTest {
    private static List<Mapping> parse(String text) {
        return MapsParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatMayBeExecuted() {
        assertThat(parse("""
                        55d0c0e00000-55d0c0e01000 r--p 00000000 08:01 1234                       /usr/bin/cat
                        55d0c0e01000-55d0c0e05000 r-xp 00001000 08:01 1234                       /usr/bin/cat
                        7f12a0000000-7f12a0001000 rwxp 00000000 00:00 0\s
                        7f12a0002000-7f12a0003000 r-xs 00003000 00:31 77                         /tmp/a b (deleted)
                        7f12a0004000-7f12a0005000 --xp 00000000 fe:00 8                          /x\\012y
                        7ffd3b5c2000-7ffd3b5c4000 r-xp 00000000 00:00 0                          [vdso]
                        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                        """))
                .containsExactly(
                        new Mapping(0x55d0c0e01000L, 0x55d0c0e05000L, 0x1000, "/usr/bin/cat", false),
                        new Mapping(0x7f12a0000000L, 0x7f12a0001000L, 0, "", false),
                        new Mapping(0x7f12a0002000L, 0x7f12a0003000L, 0x3000, "/tmp/a b", true),
                        new Mapping(0x7f12a0004000L, 0x7f12a0005000L, 0, "/x\ny", false),
                        new Mapping(0x7ffd3b5c2000L, 0x7ffd3b5c4000L, 0, "[vdso]", false),
                        new Mapping(0xffffffffff600000L, 0xffffffffff601000L, 0, "[vsyscall]", false));
    }

    @Test
    void whatIsNoMappingIsLeftOut() {
        assertThat(parse("\n\nx\n1-2\n2-1 r-xp 0 0 0\n1-2 r-xp\n-2 r-xp 0 0 0 \n1-2 r-xp 0 08:01"))
                .isEmpty();
        assertThat(parse("1-2 r-xp 0 08:01 5")).containsExactly(new Mapping(1, 2, 0, "", false));
    }

    @Test
    void noMoreThanAProcessCanHave() {
        assertThat(parse("1-2 r-xp 0 08:01 5 /a\n".repeat(70_000))).hasSize(1 << 16);
    }

    @Test
    void anyBytes() {
        Random random = new Random(7);
        byte[] alphabet = "0123456789abcdef- rwxps:/\n\\012[]".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2_000; i++) {
            byte[] text = new byte[random.nextInt(200)];
            for (int k = 0; k < text.length; k++) {
                text[k] = random.nextInt(10) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            for (Mapping mapping : MapsParser.parse(text)) {
                assertThat(Long.compareUnsigned(mapping.start(), mapping.end())).isNegative();
            }
        }
    }
}
