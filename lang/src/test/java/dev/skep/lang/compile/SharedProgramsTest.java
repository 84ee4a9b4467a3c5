package dev.skep.lang.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Probes whose programs do the same are compiled once; those whose programs do not are not mixed up. */
class SharedProgramsTest {

    @Test
    void probesOfOneBodyShareTheirCode() {
        ObjectSpec object = compile("tracepoint:syscalls:sys_enter_* { @[comm] = count(); }");
        assertThat(object.programs()).hasSizeGreaterThan(10);
        assertThat(codes(object)).hasSize(1);
        assertThat(object.programs()).extracting(ProgramSpec::name).doesNotHaveDuplicates();
        assertThat(object.programs()).extracting(ProgramSpec::attach).doesNotHaveDuplicates();
    }

    @Test
    void whoAsksForItsProbeIsAlone() {
        ObjectSpec object = compile("tracepoint:syscalls:sys_enter_* { @[probe] = count(); }");
        assertThat(codes(object)).hasSameSizeAs(object.programs());
    }

    @Test
    void aFieldThatLiesElsewhereIsReadThere() {
        ObjectSpec object = compile("tracepoint:syscalls:sys_enter_open, tracepoint:syscalls:sys_enter_openat,"
                + " tracepoint:syscalls:sys_enter_openat2 { @[args.filename] = count(); }");
        assertThat(object.programs()).hasSize(3);
        assertThat(codes(object)).hasSize(2);
        assertThat(object.programs().get(1).main().instructions())
                .isSameAs(object.programs().get(2).main().instructions())
                .isNotEqualTo(object.programs().get(0).main().instructions());
    }

    @Test
    void everyProgramHasItsOwnScratchMemory() {
        ObjectSpec object = compile("tracepoint:syscalls:sys_enter_* { $s = str(1); @[$s] = count(); }");
        assertThat(codes(object)).hasSize(1);
        List<String> maps = object.maps().stream().map(MapSpec::name).toList();
        for (ProgramSpec program : object.programs()) {
            assertThat(maps).contains("scratch_" + program.name());
            for (Relocation relocation : program.main().relocations()) {
                if (relocation instanceof Relocation.MapReference map
                        && map.map().startsWith("scratch")) {
                    assertThat(map.map()).isEqualTo("scratch_" + program.name());
                }
            }
        }
    }

    @Test
    void theWatchedProcessFiltersNoEndProbe() {
        ObjectSpec object = compile("tracepoint:syscalls:sys_enter_read, end { @ = count(); }");
        assertThat(codes(object)).hasSize(2);
    }

    private static Set<List<Instruction>> codes(ObjectSpec object) {
        Set<List<Instruction>> codes = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ProgramSpec program : object.programs()) {
            codes.add(program.main().instructions());
        }
        return codes;
    }

    private static ObjectSpec compile(String program) {
        Compilation compilation = new Compiler(
                        Recording.target(), CompileOptions.DEFAULT.withPid(4711), StageListener.NONE)
                .compile(new Source("stdin", program));
        return Objects.requireNonNull(
                        compilation.script(),
                        () -> compilation.diagnostics().all().toString())
                .object();
    }
}
