package dev.skep.lang.generate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The event of generated scripts: a raw tracepoint that no kernel has, with fields of every kind in its twelve words. */
public final class Event {
    /** The raw tracepoint's name. */
    public static final String NAME = "generated";

    /** Bytes: as many as a raw tracepoint's context has at most. */
    public static final int SIZE = 96;

    /** The string that the field {@code text} points to. */
    public static final String TEXT = "a string in memory";

    /** As a recorded target has it. */
    public static final String RECORDING = """
            release 0
            rawtracepoint generated
            \tfield:u64 wide;\toffset:0;\tsize:8;\tsigned:0;
            \tfield:s64 deep;\toffset:8;\tsize:8;\tsigned:1;
            \tfield:int number;\toffset:16;\tsize:8;\tsigned:1;
            \tfield:unsigned int count;\toffset:24;\tsize:4;\tsigned:0;
            \tfield:short half;\toffset:32;\tsize:2;\tsigned:1;
            \tfield:u8 tiny;\toffset:40;\tsize:1;\tsigned:0;
            \tfield:bool flag;\toffset:48;\tsize:1;\tsigned:0;
            \tfield:const char * text;\toffset:56;\tsize:8;\tsigned:0;
            \tfield:char name[8];\toffset:64;\tsize:8;\tsigned:0;
            \tfield:__data_loc char[] label;\toffset:72;\tsize:4;\tsigned:0;
            \tfield:__rel_loc char[] path;\toffset:76;\tsize:4;\tsigned:0;
            """;

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
     * @param text where {@link #TEXT} lies
     */
    public static byte[] make(Random random, long text) {
        ByteBuffer event = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        // An argument takes the lower part of its word; of a truth value one byte counts.
        for (int word = 0; word < 7; word++) {
            event.putLong(8 * word, number(random));
        }
        event.put(48, (byte) random.nextInt(2));
        event.putLong(56, text);
        event.put(64, text(random, 8));
        event.putInt(72, 8 << 16 | 80);
        event.putInt(76, 8 << 16 | 8);
        // Behind these is room for their NULs.
        event.put(80, text(random, 7));
        event.put(88, text(random, 7));
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
