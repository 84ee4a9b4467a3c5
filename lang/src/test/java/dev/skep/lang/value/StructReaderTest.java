package dev.skep.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.lang.type.KernelTypes;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types of the kernel's kind, from BTF to the text of a value. */
class StructReaderTest {
    private final BtfBuilder builder = new BtfBuilder();
    private final int number = builder.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED));
    private final int character = builder.add(new BtfType.Int("char", 1, BtfType.Encoding.SIGNED));
    private final int wide = builder.add(new BtfType.Int("unsigned long", 8, BtfType.Encoding.UNSIGNED));

    private static BtfType.Member member(String name, int type, int bits, int size) {
        return new BtfType.Member(name, type, bits, size);
    }

    private String print(int type, ByteBuffer bytes) {
        Btf btf = Btf.read(builder.build());
        Type struct = new KernelTypes(() -> btf).type(type);
        return new ValueReader(new NoNames(), 64).read(struct, bytes, 0).toString();
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void membersOfEveryKind() {
        int name = builder.add(new BtfType.Array(character, number, 4));
        int numbers = builder.add(new BtfType.Array(number, number, 2));
        int inner = builder.add(new BtfType.Struct("inner", 4, List.of(member("x", number, 0, 0))));
        int pointer = builder.add(new BtfType.Pointer(inner));
        int state = builder.add(new BtfType.Enum(
                "state", 4, false, List.of(new BtfType.Enumerator("ON", 1), new BtfType.Enumerator("OFF", 2))));
        int anonymous = builder.add(
                new BtfType.Union("", 8, List.of(member("whole", wide, 0, 0), member("half", number, 0, 0))));
        int outer = builder.add(new BtfType.Struct(
                "outer",
                48,
                List.of(
                        member("name", name, 0, 0),
                        member("in", inner, 32, 0),
                        member("many", numbers, 64, 0),
                        member("next", pointer, 128, 0),
                        member("now", state, 192, 0),
                        member("then", state, 224, 0),
                        member("", anonymous, 256, 0))));
        ByteBuffer in = bytes(48).put(0, new byte[] {'a', 'b', 0, 'c'}).putInt(4, -5);
        in.putInt(8, 1)
                .putInt(12, 2)
                .putLong(16, 0xffff888000000000L)
                .putInt(24, 2)
                .putInt(28, 7);
        in.putLong(32, -1);
        assertThat(print(outer, in))
                .isEqualTo("{ .name = ab, .in = { .x = -5 }, .many = [1,2], .next = 0xffff888000000000, .now = OFF,"
                        + " .then = 7, .whole = 18446744073709551615, .half = -1 }");
    }

    @Test
    void bitFields() {
        int flag = builder.add(new BtfType.Int("unsigned int", 4, BtfType.Encoding.UNSIGNED));
        int struct = builder.add(new BtfType.Struct(
                "bits",
                8,
                List.of(
                        member("one", flag, 0, 1),
                        member("three", number, 1, 3),
                        member("", flag, 4, 4),
                        member("across", flag, 6, 30),
                        member("last", number, 36, 28))));
        ByteBuffer in = bytes(8).putLong(0, 0xfffffff0_00000000L | 0x3fffffffL << 6 | 0b1011);
        assertThat(print(struct, in)).isEqualTo("{ .one = 1, .three = -3, .across = 1073741823, .last = -1 }");
    }
}
