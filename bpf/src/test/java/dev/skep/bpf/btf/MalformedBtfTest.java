package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Headers and sections that are wrong, or newer than this library. */
class MalformedBtfTest {
    private final byte[] good = new byte[60];
    private final ByteBuffer bytes = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);

    /** A typedef "t" of void, and a pointer to it. */
    MalformedBtfTest() {
        bytes.putInt(0x1eb9f).putInt(24).putInt(0).putInt(24).putInt(24).putInt(3);
        bytes.putInt(1).putInt(8 << 24).putInt(0);
        bytes.putInt(0).putInt(2 << 24).putInt(1);
        bytes.put(new byte[] {0, 't', 0});
    }

    private void assertMalformed(int offset, String problem) {
        assertThatExceptionOfType(BtfFormatException.class)
                .isThrownBy(() -> Btf.read(good))
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @Test
    void theGoodOneIsGood() {
        Btf btf = Btf.read(good);
        assertThat(btf.typeCount()).isEqualTo(3);
        assertThat(btf.typeName(2)).isEqualTo("t *");
    }

    @Test
    void headers() {
        assertThatExceptionOfType(BtfFormatException.class).isThrownBy(() -> Btf.read(new byte[0]));
        assertThatExceptionOfType(BtfFormatException.class).isThrownBy(() -> Btf.read(new byte[23]));
        bytes.putInt(0, 0x10000);
        assertMalformed(0, "not BTF");
        bytes.putInt(0, 0x19feb);
        assertMalformed(0, "big-endian");
        bytes.putInt(0, 0x2eb9f);
        assertMalformed(2, "version 2, flags 0");
        bytes.putInt(0, 0x8001eb9f);
        assertMalformed(2, "version 1, flags 128");
        bytes.putInt(0, 0x1eb9f).putInt(4, 23);
        assertMalformed(4, "header length");
        bytes.putInt(4, 61);
        assertMalformed(4, "header length");
        bytes.putInt(4, -1);
        assertMalformed(4, "header length 4294967295");
    }

    @Test
    void sections() {
        bytes.putInt(8, 37);
        assertMalformed(8, "starts at 61");
        bytes.putInt(8, 0).putInt(12, 37);
        assertMalformed(12, "ends at 61");
        bytes.putInt(12, -1);
        assertMalformed(12, "ends at 4294967319");
        bytes.putInt(12, 24).putInt(20, -1);
        assertMalformed(20, "past the end");
        bytes.putInt(20, 0);
        assertMalformed(48, "no strings");
        bytes.putInt(20, 2);
        assertMalformed(49, "no end");
        bytes.putInt(20, 3).put(48, (byte) 'x');
        assertMalformed(48, "not empty");
    }

    @Test
    void types() {
        bytes.putInt(28, 0);
        assertMalformed(24, "a type is of the unknown kind 0");
        bytes.putInt(28, 20 << 24);
        assertMalformed(24, "a type is of the unknown kind 20");
        bytes.putInt(28, 8 << 24).putInt(40, 3 << 24);
        assertMalformed(36, "the last type runs past");
        bytes.putInt(40, 4 << 24 | 0xff_ffff);
        assertMalformed(36, "the last type runs past");
        bytes.putInt(40, 2 << 24).putInt(12, 23);
        assertMalformed(36, "cut");
    }

    @Test
    void whatTypesSay() {
        bytes.putInt(24, 3);
        assertThatExceptionOfType(BtfFormatException.class)
                .isThrownBy(() -> Btf.read(good).name(1))
                .withMessage("malformed BTF at byte 24: string 3 of 3 does not exist");
        bytes.putInt(24, -1).putInt(44, 3);
        assertThatExceptionOfType(BtfFormatException.class)
                .isThrownBy(() -> Btf.read(good).type(2))
                .withMessage("malformed BTF at byte 44: type 3 of 3 does not exist");
        assertThatExceptionOfType(BtfFormatException.class)
                .isThrownBy(() -> Btf.read(good).find(BtfKind.TYPEDEF, "t"));
        assertThat(Btf.read(good).kind(1)).isEqualTo(BtfKind.TYPEDEF);
    }

    /** Kernel 7.1 added a section that tells how long types of each kind are. */
    @Test
    void newKindsAreSkippedWhereTheBtfSaysHow() {
        ByteBuffer newer =
                ByteBuffer.allocate(32 + 12 + 4 + 3 * 5 + 12 + 4 + 22 * 4).order(ByteOrder.LITTLE_ENDIAN);
        int types = 12 + 4 + 3 * 5 + 12;
        newer.putInt(0x1eb9f).putInt(32).putInt(0).putInt(types).putInt(types).putInt(4);
        newer.putInt(types + 4).putInt(22 * 4);
        newer.putInt(1).putInt(21 << 24 | 3).putInt(0).put(new byte[4 + 3 * 5]);
        newer.putInt(0).putInt(2 << 24).putInt(1);
        newer.put(new byte[] {0, 't', 't', 0});
        newer.position(newer.position() + 21 * 4);
        newer.put((byte) 4).put((byte) 5);

        Btf btf = Btf.read(newer.array());

        assertThat(btf.typeCount()).isEqualTo(3);
        assertThat(btf.kind(1)).isEqualTo(BtfKind.UNKNOWN);
        assertThat(btf.type(1)).isEqualTo(new BtfType.Unknown("tt", 21));
        assertThat(btf.ids(BtfKind.UNKNOWN)).containsExactly(1);
        assertThat(btf.find(BtfKind.UNKNOWN, "tt")).hasValue(1);
        assertThat(btf.size(1)).isZero();
        assertThat(btf.type(2)).isEqualTo(new BtfType.Pointer(1));
        assertThat(btf.definition(1)).isEqualTo("tt;");

        byte[] cut = Arrays.copyOf(newer.array(), newer.capacity() - 1);
        assertThatExceptionOfType(BtfFormatException.class).isThrownBy(() -> Btf.read(cut));
    }
}
