package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.bpf.btf.BtfType.Array;
import dev.skep.bpf.btf.BtfType.Const;
import dev.skep.bpf.btf.BtfType.DataSection;
import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Int;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.Pointer;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import dev.skep.bpf.btf.BtfType.Struct;
import dev.skep.bpf.btf.BtfType.Typedef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Well-formed bytes whose types were made to hang a reader or to fill its memory. The timeouts are for a hang only. */
@Timeout(60)
class HostileBtfTest {
    private final BtfBuilder builder = new BtfBuilder();

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(BtfFormatException.class).isThrownBy(call);
    }

    @Test
    void rings() {
        int typedef = builder.add(new Typedef("a", 2));
        builder.add(new Const(typedef));
        int array = builder.add(new Array(3, 3, 1));
        int pointer = builder.add(new Pointer(4));
        Btf btf = Btf.read(builder.build());

        assertRefused(() -> btf.resolve(typedef));
        assertRefused(() -> btf.size(typedef));
        assertRefused(() -> btf.field(typedef, "x"));
        assertThat(btf.typeName(typedef)).isEqualTo("a");
        assertRefused(() -> btf.size(array));
        assertRefused(() -> btf.typeName(array));
        assertRefused(() -> btf.field(array, "[0]"));
        assertThat(btf.size(pointer)).isEqualTo(8);
        assertRefused(() -> btf.typeName(pointer));
    }

    @Test
    void chainsThatAreLongButEnd() {
        int integer = builder.add(new Int("int", 4, Encoding.SIGNED));
        int last = integer;
        for (int i = 0; i < 300_000; i++) {
            last = builder.add(new Typedef("t", last));
        }
        Btf btf = Btf.read(builder.build());

        int end = last;
        assertRefused(() -> btf.resolve(end));
        assertThat(btf.resolve(integer + TypeChain.MAX_LENGTH - 1)).isEqualTo(integer);
        for (int id = integer + TypeChain.MAX_LENGTH; id < btf.typeCount(); id++) {
            int type = id;
            assertRefused(() -> btf.size(type));
        }
    }

    @Test
    void arraysLargerThanMemory() {
        int integer = builder.add(new Int("int", 4, Encoding.SIGNED));
        int large = builder.add(new Array(integer, integer, Integer.MAX_VALUE));
        int larger = builder.add(new Array(large, integer, Integer.MAX_VALUE));
        int struct =
                builder.add(new Struct("s", 4, List.of(new Member("a", large, 0, 0), new Member("b", larger, 0, 0))));
        Btf btf = Btf.read(builder.build());

        assertRefused(() -> btf.size(large));
        assertRefused(() -> btf.size(larger));
        assertThat(btf.field(struct, "a[5]").orElseThrow().byteOffset()).isEqualTo(20);
        assertRefused(() -> btf.field(struct, "a[999999999]"));
        assertRefused(() -> btf.field(struct, "b[1][1]"));
    }

    @Test
    void structsInThemselves() {
        int one = builder.add(new Struct("", 8, List.of(new Member("", 1, 0, 0), new Member("", 2, 0, 0))));
        int two = builder.add(new Struct("", 8, List.of(new Member("", 1, 0, 0), new Member("x", 3, 8, 0))));
        builder.add(new Int("int", 4, Encoding.SIGNED));
        Btf btf = Btf.read(builder.build());

        assertThat(btf.field(one, "x").orElseThrow().byteOffset()).isEqualTo(1);
        assertThat(btf.field(two, "y")).isEmpty();
        assertThatExceptionOfType(BtfFormatException.class)
                .isThrownBy(() -> btf.definition(one))
                .withMessage("malformed BTF at byte 24: type 1 stands in itself");
        assertThat(btf.declaration(one, "v")).isEqualTo("struct {...} v");
    }

    @Test
    void prototypesInThemselves() {
        int prototype = builder.add(new FunctionPrototype(0, List.of(new Parameter("", 2)), false));
        builder.add(new Pointer(prototype));
        Btf btf = Btf.read(builder.build());

        assertRefused(() -> btf.typeName(prototype));
    }

    /** 40 levels, each holding the next one 50 times: more paths than atoms. */
    @Test
    void anonymousStructsThatMultiply() {
        int integer = builder.add(new Int("int", 4, Encoding.SIGNED));
        int below = builder.add(new Struct("", 4, List.of(new Member("deepest", integer, 0, 0))));
        for (int level = 0; level < 40; level++) {
            below = builder.add(new Struct("", 4, Collections.nCopies(50, new Member("", below, 0, 0))));
        }
        int top = below;
        Btf btf = Btf.read(builder.build());

        assertThat(btf.field(top, "deepest")).contains(new Field(integer, 0, 0));
        assertThat(btf.field(top, "nothing")).isEmpty();
        assertRefused(() -> btf.definition(top));
        assertRefused(() -> btf.definition(top - 20));
    }

    @Test
    void prototypesThatMultiply() {
        int below = builder.add(new Int("int", 4, Encoding.SIGNED));
        for (int level = 0; level < 20; level++) {
            List<Parameter> parameters = Collections.nCopies(20, new Parameter("", below));
            below = builder.add(new Pointer(builder.add(new FunctionPrototype(0, parameters, false))));
        }
        int top = below;
        Btf btf = Btf.read(builder.build());

        assertRefused(() -> btf.typeName(top));
    }

    @Test
    void anonymousStructsDeeperThanTheStack() {
        int integer = builder.add(new Int("int", 4, Encoding.SIGNED));
        int below = builder.add(new Struct("", 4, List.of(new Member("deepest", integer, 0, 0))));
        for (int level = 0; level < 100_000; level++) {
            below = builder.add(new Struct("", 4, List.of(new Member("", below, 0, 0))));
        }
        int top = below;
        Btf btf = Btf.read(builder.build());

        assertRefused(() -> btf.field(top, "deepest"));
        assertRefused(() -> btf.definition(top));
    }

    @Test
    void oneLongNameForEverything() {
        String name = "n".repeat(BtfImage.MAX_NAME);
        for (int i = 0; i < 100_000; i++) {
            builder.add(new Typedef(name, 0));
        }
        int struct = builder.add(new Struct("s", 4, Collections.nCopies(65_535, new Member(name, 0, 0, 0))));
        Btf btf = Btf.read(builder.build());

        assertThat(btf.find(BtfKind.TYPEDEF, name)).hasValue(1);
        assertThat(btf.findAll(BtfKind.TYPEDEF, name)).hasSize(100_000);
        assertThat(btf.find(BtfKind.TYPEDEF, "n")).isEmpty();
        assertThat(btf.find(BtfKind.TYPEDEF, name + "n")).isEmpty();
        assertThat(btf.name(100_000)).isEqualTo(name);
        assertThat(btf.field(struct, "x")).isEmpty();
        assertRefused(() -> btf.type(struct));
        assertRefused(() -> btf.definition(struct));
    }

    @Test
    void namesAsLongAsTheFile() {
        builder.add(new Typedef("a", 0));
        for (int i = 0; i < 1000; i++) {
            builder.string("%04000d".formatted(i));
        }
        byte[] bytes = builder.build();
        // All strings become one.
        for (int i = bytes.length - 1000 * 4001; i < bytes.length - 1; i++) {
            bytes[i] = bytes[i] == 0 ? (byte) 'x' : bytes[i];
        }
        bytes[bytes.length - 1000 * 4001 - 1] = 'x';
        Btf btf = Btf.read(bytes);

        assertRefused(() -> btf.name(1));
        assertRefused(() -> btf.type(1));
        assertRefused(() -> btf.typeName(1));
        assertThat(btf.find(BtfKind.TYPEDEF, "a")).isEmpty();
        assertThat(btf.resolve(1)).isZero();
    }

    /** A struct is written by name: its members must not be decoded for each pointer to it. */
    @Test
    void manyPointersToALargeStruct() {
        int large = builder.add(new Struct("large", 4, Collections.nCopies(65_535, new Member("", 0, 0, 0))));
        int pointer = builder.add(new Pointer(large));
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 65_535; i++) {
            members.add(new Member("p", pointer, 0, 0));
        }
        int struct = builder.add(new Struct("s", 4, members));
        Btf btf = Btf.read(builder.build());

        assertThat(btf.definition(struct)).startsWith("struct s {\n\tstruct large *p;\n\tstruct large *p;\n");

        List<SectionVariable> variables = Collections.nCopies(65_535, new SectionVariable(large, 0, 4));
        int section = builder.add(new DataSection(".data", 4, variables));
        assertThat(Btf.read(builder.build()).definition(section)).endsWith("\nstruct large;\nstruct large;");
    }
}
