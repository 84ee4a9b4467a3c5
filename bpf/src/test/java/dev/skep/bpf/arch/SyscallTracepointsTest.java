package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The running kernel's system call tracepoints against the table. */
@Tag("kernel")
class SyscallTracepointsTest {
    /** Mounted in a namespace of the test's own: the machine's mounts stay as they are. */
    private static final String LIST =
            "mount -t tracefs tracefs /sys/kernel/tracing && ls /sys/kernel/tracing/events/syscalls";

    @Test
    void everyTracepointOfTheRunningKernelHasANumber() throws IOException, InterruptedException {
        Arch arch = Arch.ofMachine(System.getProperty("os.arch"));
        assumeTrue(arch != null, "this machine is none of those in Arch");
        List<String> events = events();
        assumeTrue(!events.isEmpty(), "tracefs cannot be mounted (needs root)");

        List<String> unknown = new ArrayList<>();
        for (String event : events) {
            if (event.startsWith("sys_enter_")
                    && arch.syscalls()
                            .numberOfTracepoint(event.substring("sys_enter_".length()))
                            .isEmpty()) {
                unknown.add(event);
            }
        }
        assertThat(events).hasSizeGreaterThan(400);
        assertThat(unknown)
                .as("tracepoints of a newer kernel, or renamed: add them to the table")
                .isEmpty();
    }

    private static List<String> events() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", LIST)
                .redirectError(new File("/dev/null"))
                .start();
        List<String> events = process.inputReader().readAllLines();
        return process.waitFor() == 0 ? events : List.of();
    }
}
