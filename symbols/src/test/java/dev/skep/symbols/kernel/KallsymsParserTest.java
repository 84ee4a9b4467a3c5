package dev.skep.symbols.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KallsymsParserTest {
    @Test
    void linesThatAreNoSymbolsAreLeftOutAndCounted() throws IOException {
        KallsymsIndex index = parse("""
                ffffffff81000000 T good

                ffffffff8100000000 T digits
                T no_address
                ffffffff81000000
                ffffffff81000000 T
                ffffffff81000000 T\s
                ffffffff81000000 TT two_letters
                ffffffff81000000 ? mark
                ffffffff81000000T close
                ffffffff81000000 T two words
                ffffffff81000000 T module\t[]
                ffffffff81000000 T module\t[m
                ffffffff81000000 T module [m]
                ffffffff81000000 T module\tm
                ffffffff81000000 T \t[m]
                FFFFFFFF81000010 T upper\t[m]
                ffffffff81000020 T last""");
        assertThat(index.size()).isEqualTo(3);
        assertThat(index.malformedLines()).isEqualTo(15);
        assertThat(index.address("good")).hasValue(0xffffffff81000000L);
        assertThat(index.address("upper")).hasValue(0xffffffff81000010L);
        assertThat(index.address("last")).hasValue(0xffffffff81000020L);
    }

    @Test
    void namesMayHoldAnyCharacterThatIsNoSpace() throws IOException {
        KallsymsIndex index = parse("ffffffff81000000 T _RNvC3föö$x.llvm.123\n");
        assertThat(index.address("_RNvC3föö$x.llvm.123")).hasValue(0xffffffff81000000L);
        KernelSymbol symbol = index.resolve(0xffffffff81000000L);
        assertThat(symbol == null ? "" : symbol.name()).isEqualTo("_RNvC3föö$x.llvm.123");
    }

    @Test
    void aLineWithoutEndIsOneMalformedLine() throws IOException {
        String endless = "ffffffff81000000 T " + "x".repeat(200_000);
        for (String text : List.of(endless, endless + "\n", endless + " T y\n")) {
            KallsymsIndex index = parse("ffffffff81000000 T a\n" + text + "\nffffffff81000010 T b\n");
            assertThat(index.size()).isEqualTo(2);
            assertThat(index.malformedLines()).isBetween(1, 2);
        }
        assertThat(parse(endless).malformedLines()).isEqualTo(1);
        assertThat(parse(endless).size()).isZero();
    }

    @Test
    void howTheTextComesInPiecesDoesNotMatter() throws IOException {
        String text = text(new Random(1), 400);
        KallsymsIndex whole = parse(text);
        for (int piece : new int[] {1, 7, 4096}) {
            InputStream slow = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(length, piece));
                }
            };
            KallsymsIndex index = KallsymsParser.parse(slow);
            assertThat(index.size()).isEqualTo(whole.size());
            assertThat(index.malformedLines()).isZero();
            for (int i = 0; i < 400; i++) {
                assertThat(index.address("s" + i)).isEqualTo(whole.address("s" + i));
            }
        }
    }

    /** Against a tree that keeps the first symbol of each address. */
    @Test
    void unsortedSymbolsAreFoundAsInATree() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            // Addresses close together (with many aliases), within a module's reach, and all over the kernel's half.
            long spread = List.of(1L << 12, 1L << 31, 1L << 62).get(seed % 3);
            TreeMap<Long, String> expected = new TreeMap<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                long address = Long.MIN_VALUE + random.nextLong(spread);
                expected.putIfAbsent(address, "s" + i);
                text.append(Long.toHexString(address)).append(" t s").append(i).append('\n');
            }
            KallsymsIndex index = parse(text.toString());
            for (Map.Entry<Long, String> entry : expected.entrySet()) {
                long gap = expected.higherKey(entry.getKey()) == null
                        ? 1000
                        : expected.higherKey(entry.getKey()) - entry.getKey();
                long offset = random.nextLong(gap);
                assertThat(index.resolve(entry.getKey() + offset))
                        .isEqualTo(new KernelSymbol(entry.getValue(), entry.getKey(), offset, null, 't'));
            }
        }
    }

    @Test
    void moreThanAnyKernelHasIsRefused() {
        byte[] lines = "ffffffff81000000 t x\n".repeat((1 << 20) + 1).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> KallsymsParser.parse(new ByteArrayInputStream(lines)))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 1048576 symbols: no kallsyms");
    }

    /** Damaged text gives symbols and malformed lines, and nothing else; no line is lost or counted twice. */
    @Test
    void damagedTextIsSurvived() throws IOException {
        Random random = new Random(2);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = text(random, 20).getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(20); damage >= 0; damage--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] = (byte) random.nextInt();
                    case 1 -> bytes[at] = (byte) "\n\t []0fF\0".charAt(random.nextInt(9));
                    default -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
                }
            }
            int lines = 0;
            for (int i = 0; i < bytes.length; i++) {
                lines += bytes[i] == '\n' || i == bytes.length - 1 ? 1 : 0;
            }
            KallsymsIndex index = KallsymsParser.parse(new ByteArrayInputStream(bytes));
            assertThat(index.size() + index.malformedLines()).isEqualTo(lines);
            index.resolve(random.nextLong());
            index.address("s" + random.nextInt(20));
        }
    }

    @Test
    void randomBytesAreSurvived() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            assertThat(KallsymsParser.parse(new ByteArrayInputStream(bytes)).size())
                    .isLessThan(100);
        }
    }

    private static String text(Random random, int symbols) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < symbols; i++) {
            String module = random.nextBoolean() ? "\t[m" + random.nextInt(3) + "]" : "";
            lines.add(Long.toHexString(0xffffffff81000000L + random.nextInt(1 << 20)) + " t s" + i + module + "\n");
        }
        return String.join("", lines);
    }

    private static KallsymsIndex parse(String text) throws IOException {
        return KallsymsParser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
