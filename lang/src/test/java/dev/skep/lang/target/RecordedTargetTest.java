package dev.skep.lang.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordedTargetTest {
    private final RecordedTarget target = Recording.target();

    @Test
    void answersFromTheRecording() {
        assertThat(target.tracepointCategories()).contains("sched", "syscalls").isSorted();
        assertThat(target.tracepoints("sched"))
                .contains("sched_switch", "sched_wakeup")
                .isSorted();
        assertThat(target.tracepoints("nosuch")).isEmpty();
        assertThat(target.rawTracepoints())
                .contains("sched_switch", "sys_enter")
                .isSorted();
        assertThat(target.hasTracepoint("syscalls", "sys_enter_openat")).isTrue();
        assertThat(target.hasTracepoint("sched", "sys_enter_openat")).isFalse();
        assertThat(target.release()).matches("\\d+\\.\\d+.*");
        assertThat(target.isa()).isEqualTo(IsaLevel.V4);
        assertThat(target.possibleCpus()).isEqualTo(2);
    }

    @Test
    void knowsFields() {
        TracepointFormat openat = Objects.requireNonNull(target.tracepoint("syscalls", "sys_enter_openat"));
        TracepointFormat.Field filename = Objects.requireNonNull(openat.field("filename"));
        assertThat(filename.type()).isEqualTo("const char *");
        assertThat(filename.size()).isEqualTo(8);
        assertThat(target.tracepoint("syscalls", "nosuch")).isNull();
        TracepointFormat raw = Objects.requireNonNull(target.rawTracepoint("sched_switch"));
        assertThat(Objects.requireNonNull(raw.field("next")).offset()).isEqualTo(16);
        assertThat(target.rawTracepoint("nosuch")).isNull();
    }

    @Test
    void aRecordingOfARecordingIsTheSame() {
        String once = new TargetRecorder(target).all().text();
        RecordedTarget copy = new RecordedTarget(once, Arch.X86_64, IsaLevel.V4, 2);
        assertThat(new TargetRecorder(copy).all().text()).isEqualTo(once);
        for (String category : target.tracepointCategories()) {
            assertThat(copy.tracepoints(category)).isEqualTo(target.tracepoints(category));
            for (String name : target.tracepoints(category)) {
                assertThat(copy.tracepoint(category, name)).isEqualTo(target.tracepoint(category, name));
            }
        }
        assertThat(copy.rawTracepoints()).isEqualTo(target.rawTracepoints());
        assertThat(copy.rawTracepoint("kmalloc")).isEqualTo(target.rawTracepoint("kmalloc"));
    }

    @Test
    void knowsHelpersAndFunctions() {
        assertThat(target.hasHelper(Helper.CGRP_STORAGE_DELETE)).isTrue();
        assertThat(target.hasKernelFunction("bpf_rdonly_cast")).isTrue();
        assertThat(target.hasKernelFunction("bpf_nosuch")).isFalse();
        RecordedTarget older = Recording.linux515();
        assertThat(older.hasHelper(Helper.GET_ATTACH_COOKIE)).isTrue();
        assertThat(older.hasHelper(Helper.FOR_EACH_MAP_ELEM)).isTrue();
        assertThat(older.hasHelper(Helper.LOOP)).isFalse();
        assertThat(older.hasHelper(Helper.STRNCMP)).isFalse();
        assertThat(older.hasKernelFunction("bpf_rdonly_cast")).isFalse();
        String text = new TargetRecorder(older)
                .helpers()
                .kernelFunction("bpf_rdonly_cast")
                .text();
        assertThat(text).isEqualTo("release 5.15.0\nhelpers 175\n");
    }

    @Test
    void aTracepointMayBeKnownByNameOnly() {
        RecordedTarget named = new RecordedTarget("release 6.1\ntracepoint a b\n", Arch.X86_64, IsaLevel.V3, 1);
        assertThat(named.hasTracepoint("a", "b")).isTrue();
        assertThat(Objects.requireNonNull(named.tracepoint("a", "b")).fields()).isEmpty();
    }

    @Test
    void namesAMalformedLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedTarget("tracepoint a\n", Arch.X86_64, IsaLevel.V4, 1))
                .withMessage("malformed line in a recording: 'tracepoint a'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedTarget("helpers x\n", Arch.X86_64, IsaLevel.V4, 1))
                .withMessage("malformed line in a recording: 'helpers x'");
    }

    @Test
    void symbols() {
        String text = "release 6.1.0\nsymbol ffffffff81000000 _stext\n";
        RecordedTarget target = new RecordedTarget(text, Arch.X86_64, IsaLevel.V4, 1);
        assertThat(target.addresses().address("_stext")).hasValue(0xffffffff81000000L);
        assertThat(target.addresses().address("_etext")).isEmpty();
        assertThat(target.addresses().names()).containsExactly("_stext");
        assertThat(target.addresses().unavailable()).isNull();
        assertThat(new TargetRecorder(target).symbol("_stext").symbol("_etext").text())
                .isEqualTo(text);
        RecordedTarget none = new RecordedTarget("", Arch.X86_64, IsaLevel.V4, 1);
        assertThat(none.addresses().unavailable()).isEqualTo("the recording has no symbols");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedTarget("symbol x y\n", Arch.X86_64, IsaLevel.V4, 1))
                .withMessage("malformed line in a recording: 'symbol x y'");
    }
}
