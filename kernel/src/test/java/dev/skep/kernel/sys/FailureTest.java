package dev.skep.kernel.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Errno;
import dev.skep.kernel.PermissionException;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.capability.Capability;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final Capabilities NOBODY = new Capabilities(0, 1000);
    private static final Capabilities ROOT = new Capabilities(-1, 0);

    @Test
    void refusalsNameWhatIsMissing() {
        assertThat(Failure.of(
                        "attach uprobe /bin/bash:readline: perf_event_open", -Errno.EPERM, NOBODY, Capability.PERFMON))
                .isInstanceOf(PermissionException.class)
                .hasMessage("attach uprobe /bin/bash:readline: perf_event_open: permission denied (EPERM); "
                        + "needs CAP_PERFMON or root");
        assertThat(Failure.of("x", -Errno.EACCES, NOBODY, Capability.BPF, Capability.PERFMON))
                .hasMessage("x: permission denied (EACCES); needs CAP_BPF and CAP_PERFMON or root");
    }

    @Test
    void refusalsInSpiteOfRightsNameAPolicy() {
        assertThat(Failure.of("load", -Errno.EPERM, ROOT, Capability.BPF))
                .isInstanceOf(PermissionException.class)
                .hasMessageStartingWith("load: permission denied (EPERM); this process has CAP_BPF, so a policy");
    }

    @Test
    void otherErrorsKeepTheirNumber() {
        assertThat(Failure.of("open x", -Errno.ENOENT, ROOT))
                .isInstanceOfSatisfying(SyscallException.class, e -> {
                    assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                    assertThat(e.operation()).isEqualTo("open x");
                })
                .hasMessage("open x: no such file or directory (ENOENT)");
        assertThat(Failure.of("open x", -Errno.EMFILE, ROOT)).hasMessageContaining("ulimit -n");
    }
}
