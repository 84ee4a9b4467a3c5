package dev.skep.lang.generate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The event of generated scripts: a raw tracepoint that no kernel has, with fields of every kind in its 96 bytes. */
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
            \tfield:short half;\toffset:28;\tsize:2;\tsigned:1;
            \tfield:u8 tiny;\toffset:30;\tsize:1;\tsigned:0;
            \tfield:char letter;\toffset:31;\tsize:1;\tsigned:1;
            \tfield:const char * text;\toffset:32;\tsize:8;\tsigned:0;
            \tfield:char name[12];\toffset:40;\tsize:12;\tsigned:0;
            \tfield:__data_loc char[] label;\toffset:52;\tsize:4;\tsigned:0;
            \tfield:__rel_loc char[] path;\toffset:56;\tsize:4;\tsigned:0;
            \tfield:bool flag;\toffset:60;\tsize:1;\tsigned:0;
            \tfield:u16 port;\toffset:62;\tsize:2;\tsigned:0;
            """;

    static final List<String> NUMBERS = List.of("wide", "deep", "number", "count", "half", "tiny", "letter", "port");
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
        for (int word = 0; word < 4; word++) {
            event.putLong(8 * word, number(random));
        }
        event.putInt(24, (int) number(random));
        event.putShort(28, (short) number(random));
        event.putLong(32, text);
        event.put(40, text(random, 12));
        event.putInt(52, 16 << 16 | 64);
        event.putInt(56, 16 << 16 | 20);
        event.put(60, (byte) random.nextInt(2));
        event.putShort(62, (short) number(random));
        // Behind these is room for their NULs.
        event.put(64, text(random, 15));
        event.put(80, text(random, 15));
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
