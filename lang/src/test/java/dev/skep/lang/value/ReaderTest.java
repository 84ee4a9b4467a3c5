package dev.skep.lang.value;

import static dev.skep.lang.value.Values.count;
import static dev.skep.lang.value.Values.entry;
import static dev.skep.lang.value.Values.hist;
import static dev.skep.lang.value.Values.number;
import static dev.skep.lang.value.Values.string;
import static dev.skep.lang.value.Values.tuple;
import static dev.skep.lang.value.Values.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReaderTest {
    private static final Type.Stack KERNEL = new Type.Stack(false, StackMode.BPFTRACE, 127);

    enum Order {
        LITTLE(ByteOrder.LITTLE_ENDIAN),
        BIG(ByteOrder.BIG_ENDIAN);

        private final ByteOrder order;

        Order(ByteOrder order) {
            this.order = order;
        }
    }

    private final ValueReader reader = new ValueReader(new NoNames(), 64);

    @ParameterizedTest
    @EnumSource
    void integersOfEverySize(Order order) {
        ByteBuffer in = ByteBuffer.allocate(32).order(order.order);
        in.put(1, (byte) 0xfe).putShort(2, (short) 0xfffd).putInt(4, -4).putLong(8, -5);
        assertThat(reader.read(new Type.Int(8, true), in, 1)).isEqualTo(number(-2));
        assertThat(reader.read(new Type.Int(8, false), in, 1)).isEqualTo(unsigned(0xfe));
        assertThat(reader.read(new Type.Int(16, true), in, 2)).isEqualTo(number(-3));
        assertThat(reader.read(new Type.Int(16, false), in, 2)).isEqualTo(unsigned(0xfffd));
        assertThat(reader.read(new Type.Int(32, true), in, 4)).isEqualTo(number(-4));
        assertThat(reader.read(new Type.Int(32, false), in, 4)).isEqualTo(unsigned(0xffff_fffcL));
        assertThat(reader.read(new Type.Int(64, true), in, 8)).isEqualTo(number(-5));
        assertThat(reader.read(new Type.Int(64, false), in, 8)).isEqualTo(unsigned(-5));
        assertThat(reader.read(new Type.Pointer(Type.Int.INT8, Type.AddressSpace.USER), in, 8))
                .isEqualTo(new Value.Pointer(-5));
        assertThat(reader.read(Type.Bool.BOOL, in, 0)).isEqualTo(new Value.Bool(false));
        assertThat(reader.read(Type.Bool.BOOL, in, 1)).isEqualTo(new Value.Bool(true));
        assertThat(reader.read(KERNEL, in, 8))
                .isEqualTo(new Value.Stack(KERNEL, Type.Stack.process(-5), List.of(new Value.Frame(-5, "", 127, ""))));
    }

    @Test
    void strings() {
        ByteBuffer in = ByteBuffer.wrap(new byte[] {9, 'a', 'b', 0, 'x', 'y', 'z'});
        assertThat(reader.read(new Type.Str(5), in, 1)).isEqualTo(string("ab"));
        assertThat(reader.read(new Type.Str(2), in, 3)).isEqualTo(string(""));
        assertThat(reader.read(new Type.Str(3), in, 4)).isEqualTo(new Value.Str(new byte[] {'x', 'y', 'z'}, true));
        ValueReader limited = new ValueReader(new NoNames(), 3);
        assertThat(limited.read(new Type.Str(3), in, 1)).isEqualTo(new Value.Str(new byte[] {'a', 'b'}, true));
        assertThat(limited.read(new Type.Str(4), in, 1)).isEqualTo(string("ab"));
        assertThat(limited.read(new Type.Str(3), in, 2)).isEqualTo(string("b"));
    }

    @Test
    void stringsOfEveryLength() {
        for (int capacity = 1; capacity <= 40; capacity++) {
            for (int length = 0; length <= capacity; length++) {
                byte[] bytes = new byte[64];
                Arrays.fill(bytes, 3, 3 + length, (byte) (0x7f + length)); // bytes of both halves, 0x80 among them
                Value.Str read = (Value.Str) reader.read(new Type.Str(capacity), ByteBuffer.wrap(bytes), 3);
                assertThat(read.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 3, 3 + length));
                assertThat(read.cut()).isEqualTo(length == capacity);
            }
        }
    }

    @Test
    void tuplesLieAsStructs() {
        ByteBuffer in = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
        in.put(8, (byte) 7).putLong(16, -9).put(24, (byte) 'q').putInt(28, 3);
        Type.Tuple type = new Type.Tuple(
                List.of(Type.Int.INT8, Type.Int.INT64, new Type.Tuple(List.of(new Type.Str(4), Type.Int.INT32))));
        assertThat(reader.read(type, in, 8)).isEqualTo(tuple(number(7), number(-9), tuple(string("q"), number(3))));
    }

    @Test
    void onlyWhatIsStoredIsRead() {
        ByteBuffer in = ByteBuffer.allocate(64);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(Type.None.NONE, in, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(new Type.Args(), in, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueReader.merge(new Aggregate.Hist(0), in, 0, 1))
                .withMessageContaining("hist");
    }

    @Test
    void partsOfCpusAreMerged() {
        assertThat(merge(new Aggregate.Count(), 3, 0, 4)).isEqualTo(count(7));
        assertThat(merge(new Aggregate.Count(), 0, 0)).isNull();
        assertThat(merge(new Aggregate.Sum(true), -3, 1, 0, 0, 1, 1)).isEqualTo(new AggregateValue.Sum(-2, true));
        assertThat(merge(new Aggregate.Sum(true), 0, 1)).isEqualTo(new AggregateValue.Sum(0, true));
        assertThat(merge(new Aggregate.Sum(true), 0, 0)).isNull();
        Aggregate.Min min = new Aggregate.Min(true);
        assertThat(merge(min, min.stored(5), 1, 0, 0, min.stored(-1), 1)).isEqualTo(new AggregateValue.Min(-1, true));
        Aggregate.Min umin = new Aggregate.Min(false);
        assertThat(merge(umin, umin.stored(5), 1, 0, 0, umin.stored(-1), 1))
                .isEqualTo(new AggregateValue.Min(5, false));
        Aggregate.Max max = new Aggregate.Max(true);
        assertThat(merge(max, max.stored(-5), 1, 0, 0)).isEqualTo(new AggregateValue.Max(-5, true));
        Aggregate.Max umax = new Aggregate.Max(false);
        assertThat(merge(umax, umax.stored(5), 1, umax.stored(-1), 1)).isEqualTo(new AggregateValue.Max(-1, false));
        assertThat(merge(new Aggregate.Avg(true), 10, 2, 0, 0, -1, 1)).isEqualTo(new AggregateValue.Avg(9, 3, true));
    }

    @Test
    void mapsOfAggregates() {
        MapReader map = new MapReader("@m", List.of(Type.Int.INT32, new Type.Str(4)), new Aggregate.Count(), 2, reader);
        map.add(key(1, "ab"), 0, longs(2, 3), 0);
        map.add(key(2, "c"), 0, longs(0, 1), 0);
        map.add(key(3, "d"), 0, longs(0, 0), 0);
        assertThat(map.result())
                .isEqualTo(new MapResult(
                        "@m",
                        List.of(entry(count(1), number(2), string("c")), entry(count(5), number(1), string("ab")))));
    }

    @Test
    void keysThatLookTheSameAreOneEntry() {
        ValueReader.Names noFrames = new NoNames() {
            @Override
            public Value.Stack stack(Type.Stack type, long id) {
                return new Value.Stack(type, 0, List.of());
            }
        };
        ValueReader same = new ValueReader(noFrames, 64);
        MapReader map = new MapReader("@m", List.of(KERNEL), new Aggregate.Count(), 1, same);
        map.add(longs(1), 0, longs(5), 0);
        map.add(longs(2), 0, longs(6), 0);
        assertThat(map.result().entries()).containsExactly(entry(count(11), new Value.Stack(KERNEL, 0, List.of())));
    }

    @Test
    void scalarMaps() {
        MapReader map = new MapReader("@", List.of(), Type.Int.INT64, 2, reader);
        map.add(ints(0), 0, longs(-7, 1), 0);
        assertThat(map.result()).isEqualTo(new MapResult("@", List.of(entry(number(-7)))));
        MapReader unassigned = new MapReader("@", List.of(), new Type.Str(6), 2, reader);
        unassigned.add(ints(0), 0, longs(0, 0), 0);
        assertThat(unassigned.result().entries()).isEmpty();
        MapReader empty = new MapReader("@", List.of(), new Type.Str(6), 2, reader);
        empty.add(ints(0), 0, longs(0, 1), 0);
        assertThat(empty.result().entries()).containsExactly(entry(string("")));
    }

    @Test
    void bucketsOfHistogramsAreGathered() {
        MapReader map = new MapReader("@h", List.of(), new Aggregate.Hist(0), 2, reader);
        map.add(ints(0), 0, longs(1, 2), 0);
        map.add(ints(65), 0, longs(0, 4), 0);
        map.add(ints(7), 0, longs(0, 0), 0);
        assertThat(map.result()).isEqualTo(new MapResult("@h", List.of(entry(hist(0, 0, 3, 65, 4)))));
    }

    @Test
    void bucketsOfKeyedHistogramsAreGathered() {
        MapReader map = new MapReader("@h", List.of(new Type.Str(5)), new Aggregate.Lhist(0, 10, 5), 1, reader);
        map.add(bucket("a", 1), 0, longs(2), 0);
        map.add(bucket("b", 3), 0, longs(9), 0);
        map.add(bucket("a", 0), 0, longs(1), 0);
        map.add(bucket("a", 99), 0, longs(1), 0);
        assertThat(map.result())
                .isEqualTo(new MapResult(
                        "@h",
                        List.of(
                                entry(new AggregateValue.Lhist(0, 10, 5, new long[] {1, 2, 0, 0}), string("a")),
                                entry(new AggregateValue.Lhist(0, 10, 5, new long[] {0, 0, 0, 9}), string("b")))));
    }

    @Test
    void histogramsWithoutValuesAreNoEntries() {
        MapReader map = new MapReader("@h", List.of(), new Aggregate.Hist(0), 1, reader);
        map.add(ints(3), 0, longs(0), 0);
        assertThat(map.result().entries()).isEmpty();
    }

    private static @Nullable AggregateValue merge(Aggregate type, long... parts) {
        return ValueReader.merge(type, longs(parts), 0, parts.length * 8 / type.size());
    }

    private static ByteBuffer longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.nativeOrder());
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer;
    }

    private static ByteBuffer ints(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, value);
    }

    private static ByteBuffer key(int number, String text) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(0, number)
                .put(4, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static ByteBuffer bucket(String text, int index) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .put(0, text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .putInt(8, index);
    }
}
