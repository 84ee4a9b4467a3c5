package dev.skep.lang.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeRecorderTest {
    /** {@code struct a {struct b b; struct c *c; const struct a *next;}}, {@code struct b {int x;}}, {@code struct c {...}}. */
    private static Btf kernel() {
        BtfBuilder builder = new BtfBuilder();
        int integer = builder.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED));
        int b = builder.add(new BtfType.Struct("b", 4, List.of(new BtfType.Member("x", integer, 0, 0))));
        int c = builder.add(new BtfType.Struct("c", 8, List.of(new BtfType.Member("y", integer, 0, 0))));
        int toC = builder.add(new BtfType.Pointer(c));
        int constA = builder.nextId() + 2;
        int toA = builder.add(new BtfType.Pointer(constA));
        int a = builder.add(new BtfType.Struct(
                "a",
                24,
                List.of(
                        new BtfType.Member("b", b, 0, 0),
                        new BtfType.Member("c", toC, 64, 0),
                        new BtfType.Member("next", toA, 128, 0))));
        builder.add(new BtfType.Const(a));
        builder.add(new BtfType.Enum("", 4, false, List.of(new BtfType.Enumerator("ONE", 1))));
        builder.add(new BtfType.Struct("other", 4, List.of(new BtfType.Member("x", integer, 0, 0))));
        return Btf.read(builder.build());
    }

    @Test
    void whatLiesInsideIsWholeAndWhatIsPointedToIsNamed() {
        TypeRecorder recorder = new TypeRecorder(kernel());
        assertThat(recorder.type("struct", "a")).isTrue();
        assertThat(recorder.type("struct", "nosuch")).isFalse();
        Btf copy = Btf.read(recorder.bytes());
        assertThat(copy.field("a", "b.x")).isPresent();
        assertThat(copy.find(BtfKind.STRUCT, "c")).isEmpty();
        assertThat(copy.find(BtfKind.FORWARD, "c")).isPresent();
        assertThat(copy.find(BtfKind.STRUCT, "other")).isEmpty();
        assertThat(copy.definition(copy.find(BtfKind.STRUCT, "a").orElseThrow()))
                .isEqualTo("struct a {\n\tstruct b b;\n\tstruct c *c;\n\tconst struct a *next;\n};");
    }

    @Test
    void whatIsPointedToIsWholeIfItIsWantedToo() {
        TypeRecorder recorder = new TypeRecorder(kernel());
        assertThat(recorder.type("struct", "a") && recorder.type("struct", "c") && recorder.constant("ONE"))
                .isTrue();
        Btf copy = Btf.read(recorder.bytes());
        assertThat(copy.field("c", "y")).isPresent();
        assertThat(copy.find(BtfKind.FORWARD, "c")).isEmpty();
        assertThat(copy.enumerator("ONE")).isPresent();
    }

    @Test
    void theRecordingHasWhatTracersLookAt() {
        Btf types = Recording.types();
        assertThat(types.field("task_struct", "mm").isPresent()).isTrue();
        assertThat(types.field("sock", "__sk_common.skc_daddr").isPresent()).isTrue();
        assertThat(types.field("file", "f_path.dentry").isPresent()).isTrue();
        assertThat(types.enumerator("TCP_ESTABLISHED").orElseThrow().value()).isEqualTo(1);
        assertThat(types.rawTracepoint("sched_switch").orElseThrow().parameters())
                .extracting(BtfType.Parameter::name)
                .contains("prev", "next");
    }
}
