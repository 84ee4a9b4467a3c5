package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.kernel.AttachException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A script of which the kernel attaches one part and refuses another. */
@Tag("kernel")
class AttachFailureKernelTest {
    /** Faster than any kernel samples. */
    private static final String PARTLY =
            "profile:hz:100000000 { @ = count(); } t:syscalls:sys_enter_getppid { @ = count(); }"
                    + " interval:hz:200000000 { @ = count(); } interval:s:100 { @ = count(); } begin { print(1); }";

    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    /** What of BPF and of perf events this process has open. */
    private static List<String> open() throws IOException {
        List<String> open = new ArrayList<>();
        for (File file : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
            String target = Files.exists(file.toPath(), LinkOption.NOFOLLOW_LINKS)
                    ? Files.readSymbolicLink(Path.of(file.getPath())).toString()
                    : "";
            if (target.contains("bpf") || target.contains("perf_event")) {
                open.add(target);
            }
        }
        Collections.sort(open);
        return open;
    }

    @Test
    void allReasonsAreNamedAndNothingIsLeft() throws Exception {
        List<String> before = open();
        AttachException failure = catchThrowableOfType(AttachException.class, () -> ScriptRun.start(PARTLY));
        assertThat(failure.failures()).hasSize(2);
        assertThat(failure.failures().get(0))
                .startsWith("profile:hz:100000000: attach profile 100000000 hz: perf_event_open: ");
        assertThat(failure.failures().get(1)).startsWith("interval:hz:200000000: attach interval 200000000 hz: ");
        assertThat(open()).isEqualTo(before);
    }

    @Test
    void letPassWithAWarning() {
        try (ScriptRun run = ScriptRun.start("config = { missing_probes = \"warn\" } " + PARTLY)) {
            assertThat(run.sink().attached).isEqualTo(3);
            assertThat(run.sink().notices)
                    .extracting(Notice::kind, Notice::count)
                    .containsExactly(tuple(Notice.Kind.PROBES, 1L), tuple(Notice.Kind.PROBES, 1L));
            assertThat(run.sink().notices.getFirst().message()).startsWith("profile:hz:100000000: attach profile");
        }
    }

    @Test
    void letPassInSilence() {
        try (ScriptRun run = ScriptRun.start("config = { missing_probes = \"ignore\" } " + PARTLY)) {
            assertThat(run.sink().attached).isEqualTo(3);
            assertThat(run.sink().notices).isEmpty();
        }
    }

    @Test
    void somethingMustBeAttached() throws Exception {
        List<String> before = open();
        assertThatThrownBy(
                        () -> ScriptRun.start(
                                "config = { missing_probes = \"ignore\" } begin { print(1); } profile:hz:100000000 { @ = count(); }"))
                .isInstanceOf(AttachException.class)
                .hasMessageStartingWith("profile:hz:100000000: ");
        assertThat(open()).isEqualTo(before);
    }

    /** kprobes are known to the language, and let pass where the script wants it. */
    @Test
    void whatThisVersionDoesNotAttachIsLetPassToo() {
        try (ScriptRun run = ScriptRun.start(
                "config = { missing_probes = \"ignore\" } kprobe:vfs_read { @ = count(); } interval:s:100 { @ = count(); }")) {
            assertThat(run.sink().attached).isEqualTo(1);
        }
    }
}
