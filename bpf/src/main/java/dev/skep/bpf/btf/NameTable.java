package dev.skep.bpf.btf;

import java.util.Arrays;

/**
 * The names of one kind's types: a hash table without objects. It is made when the first name of its kind is asked for;
 * the kernel's 3,000 typedefs take less than a millisecond, its 56,000 functions some.
 */
final class NameTable {
    /** Longer names share their hash: a hostile BTF could let each of its types have all of its bytes as name. */
    private static final int MAX_HASHED = 256;

    /** As in {@link BtfImage}: small steps are compiled early. */
    private static final int CHUNK = 64;

    private static final int[] NONE = new int[0];

    private final BtfImage image;
    private final int[] ids;
    /** By hash: an index into {@code ids}, plus one. */
    private final int[] heads;
    /** By index into {@code ids}: the next one of the same hash, plus one. */
    private final int[] next;

    /** Names these types, which belong to the image, in ascending order. */
    NameTable(BtfImage image, int[] ids) {
        this.image = image;
        this.ids = ids;
        heads = new int[Math.max(1, Integer.highestOneBit(ids.length) << 1)];
        next = new int[ids.length];
        // Backwards, so that each chain ascends.
        for (int end = ids.length; end > 0; end -= CHUNK) {
            insert(Math.max(0, end - CHUNK), end);
        }
    }

    private void insert(int from, int end) {
        for (int i = end - 1; i >= from; i--) {
            int offset = image.stringReference(image.start(ids[i]));
            if (offset != 0) {
                int bucket = image.stringHash(offset) & (heads.length - 1);
                next[i] = heads[bucket];
                heads[bucket] = i + 1;
            }
        }
    }

    /** The smallest id of a name; 0 if there is none. */
    int find(byte[] name) {
        int i = heads[hash(name, 0) & (heads.length - 1)];
        while (i != 0) {
            if (matches(i, name)) {
                return ids[i - 1];
            }
            i = next[i - 1];
        }
        return 0;
    }

    /** All ids of a name, in ascending order. */
    int[] findAll(byte[] name) {
        int[] found = NONE;
        int n = 0;
        int i = heads[hash(name, 0) & (heads.length - 1)];
        while (i != 0) {
            if (matches(i, name)) {
                if (n == found.length) {
                    found = Arrays.copyOf(found, n * 2 + 1);
                }
                found[n++] = ids[i - 1];
            }
            i = next[i - 1];
        }
        return n == found.length ? found : Arrays.copyOf(found, n);
    }

    private boolean matches(int index, byte[] name) {
        return image.stringEquals(image.int32(image.start(ids[index - 1])), name);
    }

    /** The hash of the bytes from a position up to a NUL or the end. */
    static int hash(byte[] bytes, int from) {
        int h = 0;
        int end = Math.min(bytes.length, from + MAX_HASHED);
        for (int i = from; i < end && bytes[i] != 0; i++) {
            h = h * 31 + bytes[i];
        }
        return h ^ h >>> 15;
    }
}
