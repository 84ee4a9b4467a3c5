package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonSinkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final JsonSink sink = new JsonSink(out, messages, Buffering.NONE);

    @Test
    void attachedProbesAndLosses() {
        sink.attached(3);
        sink.notice(Notice.of(Notice.Kind.EVENTS, 5));
        sink.notice(Notice.of(Notice.Kind.STACKS, 2));
        assertThat(out).hasToString("""
                        {"type": "attached_probes", "count": 3, "data": {"probes": 3}}
                        {"type": "lost_events", "count": 5, "data": {"events": 5}}
                        {"type": "runtime_error", "msg": "Lost 2 stack traces: the stack map had no place for them", "count": 2}
                        """);
        assertThat(messages.size()).isZero();
    }

    @Test
    void whatIsForPeopleGoesToThem() {
        sink.notice(Notice.of(Notice.Kind.SYMBOLS, 1));
        assertThat(out.size()).isZero();
        assertThat(messages.toString(StandardCharsets.UTF_8)).startsWith("WARNING: kernel symbols");
    }

    @Test
    void printf() {
        sink.printf(FormatString.parse("hi %d \"%s\"\n"), List.of(number(1), string("a\\b")));
        assertThat(out).hasToString("{\"type\": \"printf\", \"data\": \"hi 1 \\\"a\\\\b\\\"\\n\"}\n");
    }

    @Test
    void whatUserSpaceDid() {
        sink.time("08:00\n");
        sink.join(List.of(string("a"), string("b")), ", ");
        sink.cat(bytes("a\n\"b"));
        sink.system(bytes("x\u0000"));
        assertThat(out).hasToString("""
                        {"type": "time", "data": "08:00\\n"}
                        {"type": "join", "data": "a, b"}
                        {"type": "cat", "data": "a\\n\\"b"}
                        {"type": "syscall", "data": "x\\u0000"}
                        """);
    }

    @Test
    void values() {
        assertThat(value(number(5))).isEqualTo("5");
        assertThat(value(number(-5))).isEqualTo("-5");
        assertThat(value(new Value.Bool(true))).isEqualTo("true");
        assertThat(value(string("x"))).isEqualTo("\"x\"");
        assertThat(value(new Value.Str(bytes("cut"), true))).isEqualTo("\"cut..\"");
        assertThat(value(new Value.Literal("lit\n"))).isEqualTo("\"lit\\n\"");
        assertThat(value(new Value.Pointer(0xffff))).isEqualTo("65535");
        assertThat(value(new Value.Enum(2, "TWO"))).isEqualTo("2");
        assertThat(value(new Value.Buffer(new byte[] {97, 98, 1, -1}))).isEqualTo("[97,98,1,255]");
        assertThat(value(new Value.Array(List.of(number(4), number(3))))).isEqualTo("[4,3]");
        assertThat(value(new Value.Tuple(List.of(number(1), string("s"), tuple(2, 3)))))
                .isEqualTo("[1,\"s\",[2,3]]");
        assertThat(value(new Value.Record(List.of("a", "b"), List.of(number(1), string("x")))))
                .isEqualTo("{\"a\": 1, \"b\": \"x\"}");
        assertThat(value(new Value.Text(0, "::1"))).isEqualTo("\"::1\"");
        assertThat(value(stack())).isEqualTo("\"\\n        do_it+16\\n        0xff\\n\"");
    }

    @Test
    void numbersThatFloatsCannotHoldAreStrings() {
        long most = 1L << 53;
        assertThat(value(number(most))).isEqualTo("9007199254740992");
        assertThat(value(number(most + 1))).isEqualTo("\"9007199254740993\"");
        assertThat(value(number(most + 2))).isEqualTo("9007199254740994");
        assertThat(value(number(-most - 1))).isEqualTo("\"-9007199254740993\"");
        assertThat(value(number(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(value(number(Long.MAX_VALUE))).isEqualTo("\"9223372036854775807\"");
        assertThat(value(new Value.Int(-1, false))).isEqualTo("\"18446744073709551615\"");
        assertThat(value(new Value.Int(0, false))).isEqualTo("0");
    }

    @Test
    void maps() {
        assertThat(map(entry(new Value.Int(5, true), number(1), string("x"))))
                .isEqualTo("{\"type\": \"map\", \"data\": {\"@a\": {\"1,x\": 5}}}");
        assertThat(map(entry(number(1)))).isEqualTo("{\"type\": \"map\", \"data\": {\"@a\": 1}}");
        assertThat(map(entry(new AggregateValue.Stats(-7, 2, true))))
                .isEqualTo("{\"type\": \"stats\", \"data\": {\"@a\": {\"count\": 2, \"average\": -3, \"total\": -7}}}");
        assertThat(map(entry(new AggregateValue.Avg(7, 2, true))))
                .isEqualTo("{\"type\": \"stats\", \"data\": {\"@a\": 3}}");
        assertThat(map()).isEqualTo("{\"type\": \"map\", \"data\": {\"@a\": {}}}");
        assertThat(map(entry(number(2), string("a b")), entry(number(3), tuple(1, 2))))
                .isEqualTo("{\"type\": \"map\", \"data\": {\"@a\": {\"a b\": 2, \"(1,2)\": 3}}}");
    }

    @Test
    void keysOfRareKinds() {
        Value record = new Value.Record(List.of("a", "b"), List.of(number(1), string("x y")));
        assertThat(map(entry(number(1), record))).contains("{\"{.a=1,.b=x y}\": 1}");
        assertThat(map(entry(number(1), new Value.Array(List.of(number(1), number(2))))))
                .contains("{\"[1,2]\": 1}");
        assertThat(map(entry(number(1), stack()))).contains("{\"\\ndo_it+16\\n0xff\\n\": 1}");
        assertThat(map(entry(number(1), new Value.Pointer(255)))).contains("{\"0xff\": 1}");
    }

    @Test
    void topAndDivisor() {
        MapResult map = new MapResult(
                "@a",
                List.of(entry(number(10), number(1)), entry(number(20), number(2)), entry(number(30), number(3))));
        sink.print(map, 2, 10);
        assertThat(out).hasToString("{\"type\": \"map\", \"data\": {\"@a\": {\"2\": 2, \"3\": 3}}}\n");
    }

    @Test
    void histograms() {
        long[] counts = new long[66];
        counts[0] = 1;
        counts[4] = 6;
        assertThat(map(entry(new AggregateValue.Hist(0, counts))))
                .isEqualTo("{\"type\": \"hist\", \"data\": {\"@a\": [{\"max\": -1, \"count\": 1},"
                        + "{\"min\": 0, \"max\": 0, \"count\": 0},{\"min\": 1, \"max\": 1, \"count\": 0},"
                        + "{\"min\": 2, \"max\": 3, \"count\": 0},{\"min\": 4, \"max\": 7, \"count\": 6}]}}");
        long[] last = new long[66];
        last[65] = 1;
        assertThat(map(entry(new AggregateValue.Hist(0, last), string("k"))))
                .contains("{\"k\": [{\"min\": 9223372036854775808, \"max\": \"18446744073709551615\", \"count\": 1}]}");
    }

    @Test
    void linearHistograms() {
        AggregateValue all = new AggregateValue.Lhist(0, 10, 5, new long[] {1, 2, 3, 4});
        assertThat(map(entry(all)))
                .isEqualTo("{\"type\": \"hist\", \"data\": {\"@a\": [{\"max\": -1, \"count\": 1},"
                        + "{\"min\": 0, \"max\": 4, \"count\": 2},{\"min\": 5, \"max\": 9, \"count\": 3},"
                        + "{\"min\": 10, \"count\": 4}]}}");
    }

    @Test
    void mapsAtTheEndComeWithoutEmptyLines() {
        sink.end(List.of(
                new MapResult("@a", List.of(entry(number(1)))), new MapResult("@b", List.of(entry(number(2))))));
        assertThat(out).hasToString("""
                        {"type": "map", "data": {"@a": 1}}
                        {"type": "map", "data": {"@b": 2}}
                        """);
    }

    /** Whatever bytes the traced system has for names, each line is UTF-8 and one JSON object with a type and data. */
    @Test
    void everyLineIsJson() throws CharacterCodingException {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            out.reset();
            Value hostile = new Value.Str(hostile(random));
            String unpaired = "\ud800" + (char) (0xdc00 + random.nextInt(0x400)) + (char) random.nextInt(0x10000);
            sink.printf(FormatString.parse("%s|%20.3s|%r\n"), List.of(hostile, hostile, hostile));
            sink.print(new Value.Tuple(List.of(hostile, new Value.Text(0, unpaired), new Value.Literal(unpaired))));
            sink.print(new MapResult("@", List.of(entry(hostile, hostile, hostile))), 0, 1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
            List<String> lines = text.lines().toList();
            assertThat(lines).hasSize(3);
            for (String line : lines) {
                assertThat(Json.read(line)).isInstanceOf(Map.class);
                assertThat(line.chars()).noneMatch(Character::isISOControl);
            }
        }
    }

    /** Bytes with many quotes, backslashes, control characters and pieces of UTF-8. */
    private static byte[] hostile(Random random) {
        byte[] bytes = new byte[random.nextInt(1, 16)];
        byte[] favourites = bytes("\"\\\n\0\u001b\u0085\u2028/u");
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextBoolean() ? (byte) random.nextInt() : favourites[random.nextInt(favourites.length)];
        }
        return bytes;
    }

    private String value(Value value) {
        out.reset();
        sink.print(value);
        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line).startsWith("{\"type\": \"value\", \"data\": ").endsWith("}\n");
        assertThat(Json.read(line)).isInstanceOf(Map.class);
        return line.substring("{\"type\": \"value\", \"data\": ".length(), line.length() - 2);
    }

    private String map(MapResult.Entry... entries) {
        out.reset();
        sink.print(new MapResult("@a", List.of(entries)), 0, 1);
        assertThat(Json.read(out.toString(StandardCharsets.UTF_8))).isInstanceOf(Map.class);
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static MapResult.Entry entry(Value value, Value... key) {
        return new MapResult.Entry(List.of(key), value);
    }

    private static Value number(long value) {
        return new Value.Int(value, true);
    }

    private static Value tuple(long a, long b) {
        return new Value.Tuple(List.of(number(a), number(b)));
    }

    private static Value string(String text) {
        return new Value.Str(bytes(text));
    }

    private static Value stack() {
        return new Value.Stack(
                new Type.Stack(false, StackMode.BPFTRACE, 127),
                0,
                List.of(new Value.Frame(0x110, "do_it", 16, ""), new Value.Frame(255, "", 0, "")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
