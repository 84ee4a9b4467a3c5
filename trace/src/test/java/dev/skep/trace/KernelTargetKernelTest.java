package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KernelTargetKernelTest {
    private final KernelTarget kernel = new KernelTarget();

    @BeforeAll
    static void rights() {
        Rights.assume();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void listsTracepoints() {
        assertThat(kernel.tracepointCategories()).contains("sched", "syscalls").isSorted();
        assertThat(kernel.tracepoints("sched"))
                .contains("sched_switch", "sched_wakeup")
                .isSorted();
        assertThat(kernel.tracepoints("nosuch")).isEmpty();
        assertThat(kernel.hasTracepoint("syscalls", "sys_enter_openat")).isTrue();
        assertThat(kernel.hasTracepoint("syscalls", "sys_enter_nosuch")).isFalse();
        assertThat(kernel.hasTracepoint("syscalls", "..")).isFalse();
    }

    @Test
    void readsTheFieldsOfTracepoints() {
        TracepointFormat openat = Objects.requireNonNull(kernel.tracepoint("syscalls", "sys_enter_openat"));
        assertThat(openat.field("filename"))
                .isEqualTo(new Field("filename", "const char *", 24, 8, false, Storage.VALUE, 1));
        TracepointFormat wakeup = Objects.requireNonNull(kernel.tracepoint("sched", "sched_switch"));
        assertThat(Objects.requireNonNull(wakeup.field("prev_comm")).storage()).isEqualTo(Storage.ARRAY);
        TracepointFormat exec = Objects.requireNonNull(kernel.tracepoint("sched", "sched_process_exec"));
        assertThat(Objects.requireNonNull(exec.field("filename")).storage()).isEqualTo(Storage.DATA_LOC);
        assertThat(kernel.tracepoint("syscalls", "sys_enter_nosuch")).isNull();
    }

    @Test
    void readsTheFieldsOfEveryTracepoint() {
        for (String category : kernel.tracepointCategories()) {
            for (String name : kernel.tracepoints(category)) {
                TracepointFormat format = Objects.requireNonNull(kernel.tracepoint(category, name));
                assertThat(format.fields().getFirst().name()).isEqualTo("common_type");
                int end = 0;
                for (Field field : format.fields()) {
                    assertThat(field.offset())
                            .as("%s:%s: %s", category, name, field)
                            .isGreaterThanOrEqualTo(end);
                    end = field.offset() + field.size();
                }
            }
        }
    }

    @Test
    void readsTheArgumentsOfRawTracepoints() {
        assertThat(kernel.rawTracepoints())
                .contains("sched_switch", "sys_enter")
                .isSorted();
        TracepointFormat format = Objects.requireNonNull(kernel.rawTracepoint("sched_switch"));
        assertThat(format.field("prev"))
                .isEqualTo(new Field("prev", "struct task_struct *", 8, 8, false, Storage.VALUE, 1));
        assertThat(kernel.hasRawTracepoint("sched_switch")).isTrue();
        assertThat(kernel.hasRawTracepoint("nosuch")).isFalse();
        assertThat(kernel.isDynamic("sched", "sched_switch")).isFalse();
        assertThat(kernel.rawTracepoint("nosuch")).isNull();
        TracepointFormat enter = Objects.requireNonNull(kernel.rawTracepoint("sys_enter"));
        assertThat(enter.fields()).extracting(Field::name).containsExactly("regs", "id");
        assertThat(enter.fields().getLast()).isEqualTo(new Field("id", "long int", 8, 8, true, Storage.VALUE, 1));
    }

    @Test
    void knowsHelpersAndFunctions() {
        assertThat(kernel.hasHelper(Helper.GET_ATTACH_COOKIE)).isTrue(); // all kernels that are supported
        assertThat(kernel.hasKernelFunction("bpf_nosuch")).isFalse();
        if (kernel.hasKernelFunction("bpf_rdonly_cast")) {
            assertThat(kernel.hasHelper(Helper.LOOP)).as("it is older").isTrue();
        }
    }

    @Test
    void knowsTheMachine() throws Exception {
        assertThat(kernel.release())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(kernel.possibleCpus())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(kernel.isa()).isGreaterThanOrEqualTo(IsaLevel.V3); // all kernels that are supported
        assertThat(kernel.arch().machine()).isNotEmpty();
    }
}
