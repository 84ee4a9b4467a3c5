package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken bytes: any call returns, or throws {@link ElfFormatException}. */
class ElfFuzzTest {
    private static final long SEED = 20_251_121;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changedBytes(boolean wide) {
        byte[] good = SmallElf.bytes(wide);
        int readable = 0;
        int rounds = 3000;
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(SEED + round);
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(30); changes > 0; changes--) {
                change(bytes, 0, 0x800, random);
            }
            readable += all(bytes, round) ? 1 : 0;
        }
        // Else only the header's checks would have been tested.
        assertThat(readable).isBetween(rounds / 4, rounds - rounds / 20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cutBytes(boolean wide) {
        byte[] good = SmallElf.bytes(wide);
        for (int length = 0; length < good.length; length += 13) {
            all(Arrays.copyOf(good, length), length);
        }
        assertThat(all(good, 0)).isTrue();
    }

    /** Where the linker put things, not this test: symbol tables with an index, notes, thirty sections. */
    @Test
    void changedProgram() throws IOException {
        Path bash = Path.of("/bin/bash");
        Assumptions.assumeTrue(Files.isReadable(bash), "/bin/bash is not there");
        byte[] good = Files.readAllBytes(bash);
        assertThat(all(good, 0)).isTrue();
        int sections = tableOfSections(good);
        int readable = 0;
        int rounds = 120;
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(SEED + round);
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
                boolean tail = random.nextBoolean();
                change(bytes, tail ? sections : 0, tail ? bytes.length - sections : 0x4000, random);
            }
            readable += all(bytes, round) ? 1 : 0;
        }
        assertThat(readable).isBetween(rounds / 4, rounds - 1);
    }

    private static int tableOfSections(byte[] bytes) {
        int offset = 0;
        for (int i = 3; i >= 0; i--) {
            offset = offset << 8 | bytes[40 + i] & 0xff;
        }
        return offset;
    }

    /** One change: a byte, a bit, a large or a small number, or a piece of the bytes elsewhere. */
    private static void change(byte[] bytes, int from, int range, Random random) {
        int at = from + random.nextInt(range - 8);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> Arrays.fill(bytes, at & ~7, (at & ~7) + 8, (byte) (random.nextBoolean() ? -1 : 0));
            case 3 -> {
                int number = random.nextInt(0x2000) - 5;
                for (int i = 0; i < 4; i++) {
                    bytes[(at & ~3) + i] = (byte) (number >> (8 * i));
                }
            }
            default -> System.arraycopy(bytes, from + (random.nextInt(range - 8) & ~7), bytes, at & ~7, 8);
        }
    }

    private static boolean all(byte[] bytes, int round) {
        try {
            return ElfCalls.all(bytes);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("round " + round, e);
        }
    }
}
