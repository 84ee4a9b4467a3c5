package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.AttachFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However its probes are attached, a script says the same: each runs twice at once, attached the plain way and the cheapest,
 * beside processes of the test's own.
 */
@Tag("kernel")
class AttachPlansKernelTest {
    private static final Set<AttachFeature> PLAIN = Set.of(AttachFeature.RAW_TRACEPOINT);
    private static final int ATTEMPTS = 5;

    private static Workload workload;
    private static ManyEvents events;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Rights.assume();
        workload = Workload.start();
        workload.name("skpcalls".getBytes(StandardCharsets.US_ASCII));
        events = new ManyEvents(directory);
    }

    @AfterAll
    static void stop() {
        if (events != null) {
            events.close();
            workload.close();
        }
    }

    private interface Deeds {
        void happen() throws IOException, InterruptedException;
    }

    /**
     * The output of a script, attached either way; equal, or a failure. Either way may miss an event that an interrupt
     * brings in the midst of another's: what differs is looked at again.
     */
    private static String same(String script, CompileOptions options, Deeds deeds)
            throws IOException, InterruptedException {
        String plainText = "";
        String rawText = "other";
        for (int attempt = 0; attempt < ATTEMPTS && !plainText.equals(rawText); attempt++) {
            try (ScriptRun plain = ScriptRun.start(script, options.withoutFeatures(PLAIN));
                    ScriptRun raw = ScriptRun.start(script, options)) {
                deeds.happen();
                plainText = plain.finish();
                rawText = raw.finish();
            }
        }
        assertThat(rawText).isEqualTo(plainText).isNotEmpty();
        return rawText;
    }

    private static void assertRaw(String script, CompileOptions options, boolean all) {
        try (Tracer tracer = new Tracer()) {
            List<AttachSpec> attached = tracer.compile(script, options).object().programs().stream()
                    .map(ProgramSpec::attach)
                    .toList();
            assertThat(attached).anyMatch(AttachSpec.BtfRawTracepoint.class::isInstance);
            if (all) {
                assertThat(attached).allMatch(AttachSpec.BtfRawTracepoint.class::isInstance);
            }
        }
    }

    // -------------------------------------------------------------------------------------------------- system calls

    /** Calls whose numbers, arguments and results are known. */
    private static void calls() {
        workload.call("getppid", 1000);
        workload.call("getuid", 300);
        workload.call("getpgid", 200, -5);
        workload.call("getsid", 100, 0);
        for (String call : List.of("fsync", "fdatasync", "fchdir", "lseek", "ftruncate")) {
            workload.call(call, 10, 77_777, 3, 0);
        }
    }

    private static final String DESCRIPTORS = "tracepoint:syscalls:sys_enter_close, tracepoint:syscalls:sys_enter_read,"
            + " tracepoint:syscalls:sys_enter_write, tracepoint:syscalls:sys_enter_pread64,"
            + " tracepoint:syscalls:sys_enter_pwrite64, tracepoint:syscalls:sys_enter_fchdir,"
            + " tracepoint:syscalls:sys_enter_fchmod, tracepoint:syscalls:sys_enter_fchown,"
            + " tracepoint:syscalls:sys_enter_fsync, tracepoint:syscalls:sys_enter_fdatasync,"
            + " tracepoint:syscalls:sys_enter_ftruncate, tracepoint:syscalls:sys_enter_lseek,"
            + " tracepoint:syscalls:sys_enter_ioctl, tracepoint:syscalls:sys_enter_fcntl,"
            + " tracepoint:syscalls:sys_enter_flock, tracepoint:syscalls:sys_enter_getdents,"
            + " tracepoint:syscalls:sys_enter_getdents64 ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "t:syscalls:sys_enter_get* /pid == PID/ { @[probe] = count(); } | @[tracepoint:syscalls:sys_enter_getppid]: 1000",
                "t:syscalls:sys_enter_get* { if (pid == PID) { @[probe, comm] = count(); } } | @[tracepoint:syscalls:sys_enter_getuid, skpcalls]: 300",
                "t:syscalls:sys_exit_get* /pid == PID/ { @[probe, args.ret] = count(); } | @[tracepoint:syscalls:sys_exit_getpgid, -3]: 200",
                "t:syscalls:sys_exit_get* /pid == PID && args.ret < 0/ { @[-args.ret] = count(); } | @[3]: 200",
                "t:syscalls:sys_exit_get* /pid == PID && args.ret < 0/ { @ = sum(args.ret); @m = min(args.ret); } | @: -600",
                "t:syscalls:sys_enter_get* /pid == PID && args.__syscall_nr == 110/ { @[args.__syscall_nr] = count(); } | @[110]: 1000",
                "t:syscalls:sys_enter_get* /pid == PID/ { $i = 0; while ($i < 3) { @[probe, args.__syscall_nr] += $i; $i++; } } | @[tracepoint:syscalls:sys_enter_getuid, 102]: 900",
                "t:syscalls:sys_exit_get* /pid == PID/ { for ($i : 0..4) { @[probe, args.ret < 0] += 1; } } | @[tracepoint:syscalls:sys_exit_getpgid, true]: 800",
                "t:syscalls:sys_exit_get* /pid == PID && args.ret == -3/ { unroll (2) { @[probe] = count(); } } | @[tracepoint:syscalls:sys_exit_getpgid]: 400",
                "t:syscalls:sys_exit_get* /pid == PID && args.ret == -3/ { printf(\"%s %s %d\\n\", probe, comm, args.ret); } | tracepoint:syscalls:sys_exit_getpgid skpcalls -3",
                "DESCRIPTORS /pid == PID && args.fd == 77777/ { @[probe, args.fd] = count(); } | @[tracepoint:syscalls:sys_enter_ftruncate, 77777]: 10",
                "t:raw_syscalls:sys_enter /pid == PID && args.id == 121/ { @[args.id, (int64)args.args[0]] = count(); } | @[121, -5]: 200",
                "t:raw_syscalls:sys_enter /pid == PID && args.args[0] == 77777 && args.args[1] == 3/ { @[args.id] = count(); } | @[8]: 10",
                "t:raw_syscalls:sys_enter /pid == PID && args.args[0] == 77777/ { $i = 0; while ($i < 6) { @[args.id, $i] = max(args.args[$i]); $i++; } } | @[77, 1]: 3",
                "t:raw_syscalls:sys_exit /pid == PID && args.ret == -3/ { @[args.id, args.ret] = count(); } | @[121, -3]: 200",
                "t:raw_syscalls:sys_enter /tid == TID/ { @s[tid] = args.id; } t:raw_syscalls:sys_exit /@s[tid]/ { @[@s[tid] == args.id] = count(); delete(@s, tid); } | @[true]: ",
                "t:raw_syscalls:sys_exit /pid == PID && args.ret == -3/ { @ = lhist(args.id, 0, 200, 1); } | [121, 122)           200",
            })
    void systemCalls(String script, String expected) throws IOException, InterruptedException {
        String text = script.replace("PID", "" + workload.pid())
                .replace("TID", "" + workload.call("gettid", 1))
                .replace("DESCRIPTORS", DESCRIPTORS);
        assertRaw(text, CompileOptions.DEFAULT, true);
        assertThat(same(text, CompileOptions.DEFAULT, AttachPlansKernelTest::calls))
                .contains(expected);
    }

    @Test
    void ofOneProcess() throws IOException, InterruptedException {
        CompileOptions ofOne = CompileOptions.DEFAULT.withPid((int) workload.pid());
        for (String script : List.of(
                "t:syscalls:sys_enter_get* { @[probe, pid == PID] = count(); }",
                "t:syscalls:sys_exit_get* /args.ret < 0/ { @[probe, pid == PID] = count(); }")) {
            String text = script.replace("PID", "" + workload.pid());
            assertRaw(text, ofOne, true);
            assertThat(same(text, ofOne, AttachPlansKernelTest::calls))
                    .contains("getpgid, true]: 200")
                    .doesNotContain("false");
        }
    }

    /** All calls at once: as perf events they would take half a minute to detach. */
    @Test
    void allSystemCalls() {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_*, tracepoint:syscalls:sys_exit_* /pid == "
                + workload.pid() + "/ { @[probe] = count(); }")) {
            calls();
            assertThat(run.finish())
                    .contains("@[tracepoint:syscalls:sys_enter_getppid]: 1000\n")
                    .contains("@[tracepoint:syscalls:sys_exit_getppid]: 1000\n")
                    .contains("@[tracepoint:syscalls:sys_exit_getuid]: 300\n");
            assertThat(run.sink().notices).isEmpty();
        }
    }

    // --------------------------------------------------------------------------------------------------- other events

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t:sched:sched* /comm == \"NAME\"/ { @[probe] = count(); }",
                "t:block:* /comm == \"NAME\"/ { @[probe] = count(); }",
                "t:block:block_rq_* /comm == \"NAME\"/ { @[probe, args.sector, args.nr_sector] = count(); }",
                "t:block:block_rq_issue /comm == \"NAME\"/ { @ = hist(args.bytes); @d[args.dev, args.comm] = sum(args.bytes); }",
                "t:sched:sched_process_exec /comm == \"NAME\"/ { @[args.filename, args.pid == pid] = count(); }",
                "t:sched:sched_process_fork /args.parent_comm == \"NAME\"/ { @[args.child_comm, args.child_pid > args.parent_pid] = count(); }",
                "t:sched:sched_process_exit /args.comm == \"NAME\"/ { printf(\"%s %d %d\\n\", args.comm, args.pid, args.prio); }",
                "t:sched:sched_switch /args.prev_comm == \"NAME\"/ { @[args.prev_prio, args.prev_comm] = count(); }",
                "t:sched:sched_wakeup*, t:sched:sched_waking /args.comm == \"NAME\"/ { @[probe, args.pid, args.target_cpu] = count(); }",
                "t:task:task_rename /args.newcomm == \"NAME\"/ { @[args.oldcomm, args.newcomm] = count(); }",
                "t:signal:* /comm == \"NAME\"/ { @[probe, args.sig, args.code, args.errno] = count(); }",
                "t:sock:inet_sock_set_state /comm == \"NAME\"/ { @[args.sport, args.dport, ntop(args.saddr), args.oldstate, args.newstate] = count(); }",
                "t:sock:inet_sock_set_state /comm == \"NAME\" && args.saddr[0] == 127/ { $i = 0; while ($i < 4) { @[$i, args.saddr[$i]] = count(); $i++; } }",
                "t:net:net*_xmit /comm == \"NAME\"/ { @[probe, args.name, args.len] = count(); }",
                "t:skb:kfree_skb /comm == \"NAME\"/ { @[args.protocol, args.reason, ksym(args.location)] = count(); }",
                "t:kmem:kmalloc /comm == \"NAME\"/ { @[args.bytes_alloc] = sum(args.bytes_req); }",
                "t:irq:softirq_* /comm == \"NAME\"/ { @[probe, args.vec] = count(); }",
            })
    void otherEvents(String script) throws IOException, InterruptedException {
        String text = script.replace("NAME", events.name());
        assertRaw(text, CompileOptions.DEFAULT, false);
        same(text, CompileOptions.DEFAULT, events::happen);
    }
}
