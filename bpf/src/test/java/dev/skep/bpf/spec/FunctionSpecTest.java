package dev.skep.bpf.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import dev.skep.bpf.spec.Relocation.KfuncReference;
import dev.skep.bpf.spec.Relocation.MapReference;
import dev.skep.bpf.spec.Relocation.MapValueReference;
import dev.skep.bpf.spec.Relocation.SubprogramReference;
import dev.skep.bpf.spec.Relocation.TypeReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionSpecTest {
    private static final List<Instruction> TWO = List.of(new Exit(), new Exit());

    @Test
    void relocationsStandInOrderAndInRange() {
        assertRefused(relocated(new MapReference(2, "m")));
        assertRefused(relocated(new MapReference(-1, "m")));
        assertRefused(relocated(new MapReference(1, "m"), new KfuncReference(0, "k")));
        assertRefused(relocated(new MapReference(1, "m"), new KfuncReference(1, "k")));
        assertThat(new FunctionSpec("f", 0, TWO, List.of(new MapReference(1, "m")), List.of()).relocations())
                .hasSize(1);
    }

    @Test
    void linesStandInOrderAndBeginAtTheStart() {
        assertRefused(lined(1));
        assertRefused(lined(0, 2));
        assertRefused(lined(0, 0));
        assertThat(new FunctionSpec("f", 0, TWO, List.of(), List.of(at(0), at(1))).lines())
                .hasSize(2);
    }

    @Test
    void aFunctionTakesAtMostFiveParameters() {
        assertRefused(() -> new FunctionSpec("f", 6, TWO, List.of(), List.of()));
        assertRefused(() -> new FunctionSpec("f", -1, TWO, List.of(), List.of()));
    }

    @Test
    void listsAreCopied() {
        List<Instruction> code = new ArrayList<>(TWO);
        FunctionSpec function = new FunctionSpec("f", 0, code, List.of(), List.of());
        code.clear();
        assertThat(function.instructions()).hasSize(2);
    }

    @Test
    void whatMovesStaysTheSameOtherwise() {
        assertThat(new MapReference(1, "m").withIndex(5)).isEqualTo(new MapReference(5, "m"));
        assertThat(new MapValueReference(1, "m", 8).withIndex(5)).isEqualTo(new MapValueReference(5, "m", 8));
        assertThat(new SubprogramReference(1, "s").withIndex(5)).isEqualTo(new SubprogramReference(5, "s"));
        assertThat(new KfuncReference(1, "k").withIndex(5)).isEqualTo(new KfuncReference(5, "k"));
        assertThat(new TypeReference(1, "struct", "t").withIndex(5)).isEqualTo(new TypeReference(5, "struct", "t"));
        assertThat(new FieldOffset(1, "t", "f").withIndex(5)).isEqualTo(new FieldOffset(5, "t", "f"));
        assertThat(at(1).withIndex(5)).isEqualTo(at(5));
    }

    @Test
    void specsRefuseWhatCannotBe() {
        assertRefused(() -> new MapSpec("", MapType.ARRAY, 4, 4, 1, 0));
        assertRefused(() -> new MapSpec("m", MapType.ARRAY, -4, 4, 1, 0));
        assertRefused(() -> new MapSpec("m", MapType.ARRAY, 4, -4, 1, 0));
        assertRefused(() -> new MapSpec("m", MapType.ARRAY, 4, 4, -1, 0));
        assertRefused(() -> new ProgramSpec("p", ProgramType.KPROBE, new AttachSpec.Manual(), List.of(), 0));
    }

    @Test
    void namesAreUniqueWhereTheyAreLookedUp() {
        FunctionSpec function = new FunctionSpec("f", 0, TWO, List.of(), List.of());
        MapSpec map = new MapSpec("m", MapType.ARRAY, 4, 4, 1, 0);
        ProgramSpec program = new ProgramSpec("p", ProgramType.KPROBE, new AttachSpec.Manual(), List.of(function), 0);
        assertRefused(() -> new ObjectSpec("GPL", List.of(map, map), List.of()));
        assertRefused(() -> new ObjectSpec("GPL", List.of(), List.of(program, program)));
        assertRefused(() ->
                new ProgramSpec("p", ProgramType.KPROBE, new AttachSpec.Manual(), List.of(function, function), 0));
        assertThat(new ObjectSpec("GPL", List.of(map), List.of(program)).programs())
                .hasSize(1);
    }

    private static Runnable relocated(Relocation... relocations) {
        return () -> new FunctionSpec("f", 0, TWO, List.of(relocations), List.of());
    }

    private static Runnable lined(int... indexes) {
        List<SourceLine> lines = new ArrayList<>();
        for (int index : indexes) {
            lines.add(at(index));
        }
        return () -> new FunctionSpec("f", 0, TWO, List.of(), lines);
    }

    private static SourceLine at(int index) {
        return new SourceLine(index, "a.bt", "text", 1, 1);
    }

    private static void assertRefused(Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
    }
}
