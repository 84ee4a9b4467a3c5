package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken bytes: any call returns, or throws {@link BtfFormatException}. */
class BtfFuzzTest {
    private static final long SEED = 20_251_102;
    private static final int ROUNDS = 1500;

    @Test
    void changedBytes() {
        byte[] good = SmallKernel.bytes();
        int readable = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                change(bytes, random);
            }
            readable += all(bytes, round) ? 1 : 0;
        }
        // Else only the header's checks would have been tested.
        assertThat(readable).isBetween(ROUNDS / 4, ROUNDS - ROUNDS / 10);
    }

    @Test
    void cutBytes() {
        byte[] good = SmallKernel.bytes();
        for (int length = 0; length < good.length; length += length < 64 ? 1 : 37) {
            assertThat(all(Arrays.copyOf(good, length), length)).isFalse();
        }
        assertThat(all(good, 0)).isTrue();
    }

    @Test
    void randomGraphs() {
        for (int round = 0; round < 100; round++) {
            Random random = new Random(SEED - round);
            BtfBuilder builder = new BtfBuilder();
            int count = 1 + random.nextInt(150);
            RandomTypes types = new RandomTypes(random, count + 1);
            for (int i = 0; i < count; i++) {
                builder.add(types.next());
            }
            assertThat(all(builder.build(), round)).isTrue();
        }
    }

    @Test
    void randomPaths() {
        String pieces = "ab.[]0189-se_";
        Btf btf = SmallKernel.read();
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            Random random = new Random(SEED + round);
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "se" : "");
            for (int left = random.nextInt(12); left > 0; left--) {
                path.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            try {
                btf.field("task_struct", path.toString());
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }

    /** One change: a byte, a number that is likely to be at home there, or a piece of the bytes elsewhere. */
    private static void change(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                int aligned = Math.min(bytes.length - 4, at & ~3);
                int number = random.nextInt(300) - 5;
                for (int i = 0; i < 4; i++) {
                    bytes[aligned + i] = (byte) (number >> (8 * i));
                }
            }
            default -> {
                int length = 4 * (1 + random.nextInt(8));
                int from = random.nextInt((bytes.length - length) / 4) * 4;
                int to = random.nextInt((bytes.length - length) / 4) * 4;
                System.arraycopy(bytes, from, bytes, to, length);
            }
        }
    }

    private static boolean all(byte[] bytes, int round) {
        try {
            return BtfCalls.all(bytes);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("round " + round, e);
        }
    }
}
