package dev.skep.bpf.btf;

import java.util.Arrays;

/** Where each type of one image starts, and which is the one before it of the same kind. Types are numbered from 0 here. */
final class TypeIndex {
    /** {@code struct btf_type}, the shortest type. */
    static final int TYPE_SIZE = 12;

    /**
     * How many types {@link #addSome} takes in one go. A small step that is called often is compiled after some thousand
     * types; one long loop would run interpreted for 60,000.
     */
    private static final int CHUNK = 64;

    private final byte[] bytes;
    private final int end;
    private final TypeSizes sizes;
    private final int[] newest = new int[TypeSizes.KINDS];
    private int[] starts;
    private int[] previous;
    private int count;

    /** Indexes the types from one position of the bytes to another. */
    TypeIndex(byte[] bytes, int from, int end, TypeSizes sizes) {
        this.bytes = bytes;
        this.end = end;
        this.sizes = sizes;
        // The kernel's types take 28 bytes on average: one array is enough, and garbage cannot ask for more.
        starts = new int[(end - from) / 24 + CHUNK];
        previous = new int[starts.length];
        int at = from;
        while (at < end) {
            at = addSome(at);
        }
        if (at != end) {
            throw new BtfFormatException(starts[count - 1], "the last type runs past the types' end");
        }
    }

    private int addSome(int from) {
        if (count + CHUNK > starts.length) {
            starts = Arrays.copyOf(starts, starts.length + starts.length / 2 + CHUNK);
            previous = Arrays.copyOf(previous, starts.length);
        }
        byte[] b = bytes;
        int[] intoStarts = starts;
        int[] intoPrevious = previous;
        int[] newestOf = newest;
        int[] fixed = sizes.fixed;
        int[] perElement = sizes.perElement;
        int last = end - TYPE_SIZE;
        int n = count;
        int at = from;
        for (int left = CHUNK; left > 0 && at <= last; left--) {
            int kind = b[at + 7] & 0x7f;
            if (fixed[kind] == 0) {
                throw new BtfFormatException(at, "a type is of the unknown kind " + kind);
            }
            intoStarts[n] = at;
            intoPrevious[n] = newestOf[kind];
            newestOf[kind] = ++n;
            int length = (b[at + 4] & 0xff) | (b[at + 5] & 0xff) << 8 | (b[at + 6] & 0xff) << 16;
            // 24 bits of at most 255 bytes each do not fit in an int.
            long next = at + fixed[kind] + (long) length * perElement[kind];
            at = next > end ? end + 1 : (int) next;
        }
        count = n;
        if (at > last && at < end) {
            throw new BtfFormatException(at, "the last type is cut");
        }
        return at;
    }

    /** How many types there are. */
    int count() {
        return count;
    }

    /** Where a type starts. */
    int start(int type) {
        return starts[type];
    }

    /** The types of one kind's number, ascending, each plus an offset. */
    int[] ofKind(int kind, int offset) {
        int n = 0;
        for (int i = newest[kind]; i != 0; i = previous[i - 1]) {
            n++;
        }
        int[] found = new int[n];
        for (int i = newest[kind]; i != 0; i = previous[i - 1]) {
            found[--n] = i - 1 + offset;
        }
        return found;
    }
}
