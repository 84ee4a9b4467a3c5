package dev.skep.lang.generate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The event of generated scripts: a raw tracepoint and a tracepoint that no kernel has, with fields of every kind in twelve
 * words.
 */
public final class Event {
    /** Its name. */
    public static final String NAME = "generated";

    /** The category that it has as a tracepoint. */
    static final String CATEGORY = "test";

    /** Bytes of its fields: as many as a raw tracepoint's context has at most. */
    public static final int SIZE = 96;

    /** The string that the field {@code text} points to. */
    public static final String TEXT = "a string in memory";

    /** What stands before a tracepoint's own fields, in bytes; programs may not read it. */
    public static final int COMMON = 8;

    /** As a recorded target has them: a raw tracepoint of arguments, a tracepoint of a record that begins with {@link #COMMON}. */
    public static final String RECORDING = "release 0\nrawtracepoint " + NAME + "\n" + fields(0) + "tracepoint "
            + CATEGORY + " " + NAME + "\n" + fields(COMMON);

    private static String fields(int at) {
        return field("u64 wide", at, 8, false)
                + field("s64 deep", at + 8, 8, true)
                + field("int number", at + 16, 8, true)
                + field("unsigned int count", at + 24, 4, false)
                + field("short half", at + 32, 2, true)
                + field("u8 tiny", at + 40, 1, false)
                + field("bool flag", at + 48, 1, false)
                + field("const char * text", at + 56, 8, false)
                + field("char name[8]", at + 64, 8, false)
                + field("__data_loc char[] label", at + 72, 4, false)
                + field("__rel_loc char[] path", at + 76, 4, false);
    }

    private static String field(String declaration, int offset, int size, boolean signed) {
        return "\tfield:" + declaration + ";\toffset:" + offset + ";\tsize:" + size + ";\tsigned:" + (signed ? 1 : 0)
                + ";\n";
    }

    static final List<String> NUMBERS = List.of("wide", "deep", "number", "count", "half", "tiny");
    static final List<String> TEXTS = List.of("name", "label", "path");

    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        -128,
        32767,
        -32768,
        65535,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private Event() {}

    /**
     * The bytes of an event.
     *
     * @param at where its fields begin: 0, or {@link #COMMON}
     * @param text where {@link #TEXT} lies
     */
    public static byte[] make(Random random, int at, long text) {
        ByteBuffer event = ByteBuffer.allocate(at + SIZE).order(ByteOrder.LITTLE_ENDIAN);
        // An argument takes the lower part of its word; of a truth value one byte counts.
        for (int word = 0; word < 7; word++) {
            event.putLong(at + 8 * word, number(random));
        }
        event.put(at + 48, (byte) random.nextInt(2));
        event.putLong(at + 56, text);
        event.put(at + 64, text(random, 8));
        event.putInt(at + 72, 8 << 16 | at + 80);
        event.putInt(at + 76, 8 << 16 | 8);
        // Behind these is room for their NULs.
        event.put(at + 80, text(random, 7));
        event.put(at + 88, text(random, 7));
        return event.array();
    }

    private static long number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> EDGES[random.nextInt(EDGES.length)];
            default -> random.nextInt(6);
        };
    }

    private static byte[] text(Random random, int size) {
        String[] texts = {"", "a", "b", "abc", "worker", "a string in memory", "seventeen bytes !", "\u00e9\u20ac"};
        byte[] text = texts[random.nextInt(texts.length)].getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(text, size);
    }
}
