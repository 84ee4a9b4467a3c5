package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The writer by itself. */
class BtfBuilderTest {

    /** Bytes written out by hand from the kernel's {@code btf.rst}. */
    @Test
    void bytesAreThoseOfTheFormat() {
        BtfBuilder builder = new BtfBuilder();
        int integer = builder.add(new BtfType.Int("int", 4, Encoding.SIGNED));
        builder.add(
                new BtfType.Struct("s", 4, List.of(new Member("a", integer, 0, 3), new Member("s", integer, 3, 0))));

        String expected = "9feb0100 18000000 00000000 34000000 34000000 09000000".replace(" ", "")
                // int: name 1, kind 1, size 4, signed, 32 bits
                + "01000000 00000001 04000000 20000001".replace(" ", "")
                // struct s: name 5, kind 4 with flag, 2 members, size 4
                + "05000000 02000084 04000000".replace(" ", "")
                + "07000000 01000000 00000003".replace(" ", "")
                + "05000000 01000000 03000000".replace(" ", "")
                + "00" + "696e7400" + "7300" + "6100";
        assertThat(HexFormat.of().formatHex(builder.build())).isEqualTo(expected);
    }

    @Test
    void equalStringsAreStoredOnce() {
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Typedef("unlikely_name", 0));
        builder.add(new BtfType.Struct("unlikely_name", 0, List.of(new Member("unlikely_name", 0, 0, 0))));
        int offset = builder.string("unlikely_name");

        String bytes = new String(builder.build(), StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("unlikely_name"))
                .isEqualTo(bytes.lastIndexOf("unlikely_name"))
                .isPositive();
        assertThat(offset).isEqualTo(1);
        assertThat(builder.string("")).isZero();
        assertThat(builder.string("other")).isEqualTo(1 + "unlikely_name".length() + 1);
    }

    @Test
    void anEmptyBtfIsOne() {
        Btf btf = Btf.read(new BtfBuilder().build());
        assertThat(btf.typeCount()).isEqualTo(1);
        assertThat(btf.find(BtfKind.INT, "int")).isEmpty();
        assertThat(btf.ids(BtfKind.INT)).isEmpty();
        assertThat(Btf.readSplit(btf, new BtfBuilder(btf).build()).typeCount()).isEqualTo(1);
    }

    @Test
    void moreCanBeAddedAfterABuild() {
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Pointer(0));
        assertThat(Btf.read(builder.build()).typeCount()).isEqualTo(2);
        builder.add(new BtfType.Pointer(1));
        assertThat(Btf.read(builder.build()).type(2)).isEqualTo(new BtfType.Pointer(1));
    }

    @Test
    void namedTypesMustBeAdded() {
        BtfBuilder builder = new BtfBuilder();
        builder.add(new BtfType.Pointer(2));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("type 2");
        builder.add(new BtfType.Const(0));
        assertThat(Btf.read(builder.build()).typeCount()).isEqualTo(3);
    }

    static Stream<BtfType> impossible() {
        return Stream.of(
                new BtfType.Void(),
                new BtfType.Unknown("new", 20),
                new BtfType.Pointer(-1),
                new BtfType.Typedef("a\0b", 0),
                new BtfType.Int("int", -1, Encoding.SIGNED),
                new BtfType.Int("int", 4, 256, 0, Encoding.SIGNED),
                new BtfType.Int("int", 4, 32, -1, Encoding.SIGNED),
                new BtfType.Array(0, 0, -1),
                new BtfType.Array(0, -2, 1),
                new BtfType.Struct("s", -4, List.of()),
                new BtfType.Struct("s", 4, List.of(new Member("a", 0, -1, 0))),
                new BtfType.Struct("s", 4, List.of(new Member("a", 0, 0, 256))),
                new BtfType.Struct("s", 4, List.of(new Member("a", 0, 0, 1), new Member("b", 0, 1 << 24, 0))),
                new BtfType.Struct("s", 4, List.of(new Member("\0", 0, 0, 0))),
                new BtfType.Union("u", 4, Collections.nCopies(65_536, new Member("a", 0, 0, 0))),
                new BtfType.Enum("e", 4, false, List.of(new Enumerator("A", -1))),
                new BtfType.Enum("e", 4, false, List.of(new Enumerator("A", 1L << 32))),
                new BtfType.Enum("e", 4, true, List.of(new Enumerator("A", 1L << 31))),
                new BtfType.FunctionPrototype(0, List.of(new Parameter("", 0)), false),
                new BtfType.FunctionPrototype(0, Collections.nCopies(65_535, new Parameter("a", 0)), true),
                new BtfType.Float("f", -1),
                new BtfType.DeclTag("t", 0, -2, false),
                new BtfType.DataSection(".data", 4, List.of(new SectionVariable(0, -1, 4))));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesWhatTheFormatCannotHold(BtfType type) {
        BtfBuilder builder = new BtfBuilder();
        byte[] before = builder.build();

        assertThatThrownBy(() -> builder.add(type)).isInstanceOf(IllegalArgumentException.class);

        assertThat(builder.nextId()).isEqualTo(1);
        assertThat(Btf.read(builder.build()).typeCount()).isEqualTo(1);
        assertThat(before).isNotEmpty();
    }

    @Test
    void refusesStringsThatNoReaderTakes() {
        assertThatThrownBy(() -> new BtfBuilder().string("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BtfBuilder().string("ä".repeat(2049)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a BTF string has at most 4096 bytes, not 4098");
    }

    @Test
    void infosHaveTheKernelsLayout() {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(FuncInfo.encode(List.of(new FuncInfo(0, 5), new FuncInfo(0x0102, 7)))))
                .isEqualTo("0000000005000000" + "0201000007000000");
        assertThat(hex.formatHex(LineInfo.encode(List.of(new LineInfo(1, 2, 3, 4, 5)))))
                .isEqualTo("01000000" + "02000000" + "03000000" + "05100000");
        assertThat(FuncInfo.encode(List.of())).isEmpty();
        assertThatThrownBy(() -> new LineInfo(0, 0, 0, 1 << 22, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LineInfo(0, 0, 0, 1, 1024)).isInstanceOf(IllegalArgumentException.class);
    }
}
