package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people type first about processes: what they execute, who they are, what they send, what a shell reads. */
@Tag("kernel")
class ProcessOneLinersKernelTest {
    private static final String NAME = "skep" + ProcessHandle.current().pid();
    private static final CompileOptions UNSAFE = CompileOptions.DEFAULT.withUnsafe();

    private static Workload workload;

    @BeforeAll
    static void start() {
        Rights.assume();
        workload = Workload.start();
        workload.name(NAME.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void whoExecutesWhat() {
        long path = workload.text("/no/such/program");
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_execve { printf(\"%s -> %s\\n\", comm, str(args->filename)); }")) {
            workload.call("execve", 2, path, 0, 0);
            assertThat(own(run.finish(), NAME))
                    .containsExactly(line(" -> /no/such/program"), line(" -> /no/such/program"));
        }
    }

    @Test
    void newProcessesWithArguments() throws Exception {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_execve { join(args->argv); }")) {
            execute("/bin/echo", NAME, "and", "more words");
            assertThat(run.finish().lines()).contains("/bin/echo " + NAME + " and more words");
        }
    }

    @Test
    void didTheExecutionSucceed() {
        long path = workload.text("/no/such/program");
        try (ScriptRun run =
                ScriptRun.start("t:syscalls:sys_exit_execve { printf(\"%s %-d\\n\", comm, args->ret); }")) {
            workload.call("execve", 1, path, 0, 0);
            assertThat(own(run.finish(), NAME)).containsExactly(line(" -2"));
        }
    }

    @Test
    void systemCallsByName() {
        // Of this process only: others may make the same call.
        CompileOptions own = CompileOptions.DEFAULT.withPid((int) workload.pid());
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_* { @[probe] = count(); }", own)) {
            workload.call("getppid", 1000);
            run.finish();
            long count = run.aggregate("@", string("tracepoint:syscalls:sys_enter_getppid"))
                    .number();
            assertThat(count).isEqualTo(1000);
        }
    }

    @Test
    void readSizesByProcess() {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_exit_read /args->ret/ { @[comm] = count(); }")) {
            workload.call("read", 500, 99_999, 0, 1);
            run.finish();
            // It also reads its orders.
            assertThat(run.aggregate("@", string(NAME)).number()).isBetween(500L, 520L);
        }
    }

    @Test
    void readsPerInterval() {
        try (ScriptRun run =
                ScriptRun.start("t:syscalls:sys_enter_read { @reads = count() } interval:s:1 { exit(); }")) {
            workload.call("read", 500, 99_999, 0, 1);
            run.session().run();
            assertThat(run.aggregate("@reads").number()).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void whoCallsSetuidAndTheResult() {
        try (ScriptRun enter = ScriptRun.start("t:syscalls:sys_enter_setuid"
                        + " {printf(\"setuid by PID: %d (%s),\\t UID %d\\n\", pid, comm, uid); }");
                ScriptRun exit = ScriptRun.start("t:syscalls:sys_exit_setuid"
                        + " {printf(\"setuid by PID %d (%s): UID %d\\n\", pid, comm, args->ret); }")) {
            // -1 is no user's id: the call fails, and changes nothing.
            workload.call("setuid", 1, -1);
            assertThat(own(enter.finish(), "(" + NAME + ")"))
                    .containsExactly("setuid by PID: " + workload.pid() + " (" + NAME + "),\t UID 0");
            assertThat(own(exit.finish(), "(" + NAME + ")"))
                    .containsExactly("setuid by PID " + workload.pid() + " (" + NAME + "): UID -22");
        }
    }

    @Test
    void cloneEnterAndExit() {
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_clone {printf(\"-> clone() by %s PID %d\\n\", comm, pid); }"
                        + " tracepoint:syscalls:sys_exit_clone { printf(\"<- clone() return %d, %s PID %d\\n\","
                        + " args->ret, comm, pid); }")) {
            // CLONE_SIGHAND without CLONE_VM is refused: there is no child.
            workload.call("clone", 1, 0x800, 0, 0, 0, 0);
            assertThat(own(run.finish(), NAME))
                    .containsExactly(
                            "-> clone() by " + NAME + " PID " + workload.pid(),
                            "<- clone() return -22, " + NAME + " PID " + workload.pid());
        }
    }

    @Test
    void contextSwitchAndFileOfAMessage() throws IOException {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_sendmsg { printf(\"%s => \", comm);"
                + " cat(\"/proc/%d/cmdline\", pid); print(\"\\n\"); }")) {
            workload.call("sendmsg", 1, -1, 0, 0);
            String command = Files.readString(Path.of("/proc/" + workload.pid() + "/cmdline"));
            String shown = command.substring(0, Math.min(command.length(), 10_240));
            assertThat(run.finish()).contains(NAME + " => " + shown + "\n\n");
        }
    }

    @Test
    void runACommand() {
        assumeThat(Path.of("/usr/bin/ps")).exists();
        ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(8, 1000);
        long address = workload.bytes(time.array());
        try (ScriptRun run =
                ScriptRun.start("t:syscalls:sys_enter_nanosleep { system(\"ps -p %d\\n\", pid); }", UNSAFE)) {
            workload.call("nanosleep", 1, address, 0);
            assertThat(run.finish().lines().map(String::strip))
                    .anyMatch(line -> line.startsWith("PID"))
                    .anyMatch(line -> line.startsWith(workload.pid() + " ") && line.endsWith("java"));
        }
    }

    @Test
    void positionalParameter() {
        try (ScriptRun run = ScriptRun.start(
                "BEGIN {printf(\"Hey %s!\\n\", str($1)); }", CompileOptions.DEFAULT.withParameters(List.of("BPF")))) {
            run.session().run();
            assertThat(run.text()).isEqualTo("Hey BPF!\n");
        }
    }

    @Test
    void loop() {
        try (ScriptRun run =
                ScriptRun.start("i:ms:100 { $i = 0; while($i <= 10) {printf(\"%d \", $i); $i++;} exit();}")) {
            run.session().run();
            assertThat(run.text()).isEqualTo("0 1 2 3 4 5 6 7 8 9 10 ");
        }
    }

    @Test
    void shellFunction() throws Exception {
        assumeThat(Path.of("/usr/bin/script"))
                .as("something that gives a shell a terminal")
                .exists();
        assumeThat(Path.of("/bin/bash")).exists();
        try (ScriptRun counted = ScriptRun.start("uprobe:/bin/bash:readline { @ = count(); }");
                ScriptRun prompts =
                        ScriptRun.start("uprobe:bash:readline { printf(\"%s\\n\", str(*uaddr(\"ps1_prompt\"))); }");
                ScriptRun lines = ScriptRun.start("uretprobe:/bin/bash:readline { printf(\"%s\\n\", str(retval)); }")) {
            Process shell = new ProcessBuilder("script", "-qc", "bash --norc --noprofile -i", "/dev/null")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream typed = shell.getOutputStream()) {
                typed.write(("PS1=" + NAME + "\n: " + NAME + "\nexit\n").getBytes(StandardCharsets.US_ASCII));
            }
            shell.waitFor();
            counted.finish();
            assertThat(counted.aggregate("@").number()).isGreaterThanOrEqualTo(3);
            assertThat(own(lines.finish(), NAME)).containsExactly("PS1=" + NAME, ": " + NAME);
            assertThat(own(prompts.finish(), NAME)).isNotEmpty().allMatch(NAME::equals);
        }
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /** The lines in which a word stands: those of the test's own processes. */
    private static List<String> own(String text, String word) {
        return text.lines().filter(line -> line.contains(word)).toList();
    }

    private static String line(String behindTheName) {
        return NAME + behindTheName;
    }

    private static Value string(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }
}
