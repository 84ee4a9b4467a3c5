package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.KernelException;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks over objects of the kernel, compared with what /proc says of processes that the test started, and of its own. */
@Tag("kernel")
class IteratorKernelTest {
    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    private static Set<String> lines(String text) {
        return new TreeSet<>(List.of(text.strip().split("\n", -1)));
    }

    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (var files = Files.list(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** A process of one thread that has files open, until standard input is closed. */
    private static Process waiting(String redirections) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "exec " + redirections + "; echo; read line").start();
        assertThat(process.getInputStream().read()).isEqualTo('\n');
        return process;
    }

    @Test
    void tasksAreTheThreadsOfThisProcess() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofPlatform().name("walked").start(() -> await(end)));
        }
        Path tasks = Path.of("/proc/self/task");
        long pid = ProcessHandle.current().pid();
        String script = "iter:task /ctx->task->tgid == " + pid + "/ { printf(\"%d\\n\", ctx.task.pid); }";
        try {
            Set<String> before;
            Set<String> walked;
            do {
                // The JVM starts and ends threads of its own.
                before = names(tasks);
                walked = lines(ScriptRun.text(script));
            } while (!before.equals(names(tasks)));
            assertThat(walked).isEqualTo(before).hasSizeGreaterThan(20);
            assertThat(ScriptRun.text(
                            "iter:task /ctx->task->tgid == " + pid + " && ctx->task->comm == \"walked\"/ { @++; }"))
                    .isEqualTo("@: 20\n");
        } finally {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ofOneProcess() throws Exception {
        Process process = waiting("7</dev/null 9</dev/zero");
        try {
            CompileOptions options = CompileOptions.DEFAULT.withPid((int) process.pid());
            assertThat(walk("iter:task { printf(\"%d %s\\n\", ctx.task.tgid, ctx.task.comm); }", options))
                    .isEqualTo(process.pid() + " sh\n");
            assertThat(lines(walk("iter:task_file { printf(\"%d\\n\", ctx.fd); }", options)))
                    .isEqualTo(names(Path.of("/proc/" + process.pid() + "/fd")))
                    .contains("0", "1", "2", "7", "9");
            List<String> areas = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps"))) {
                String area = line.substring(0, line.indexOf(' '));
                if (!area.startsWith("ffff")) {
                    areas.add(area.replaceAll("(^|-)0+", "$1"));
                }
            }
            assertThat(walk("iter:task_vma { printf(\"%lx-%lx\\n\", ctx.vma.vm_start, ctx.vma.vm_end); }", options))
                    .isEqualTo(String.join("\n", areas) + "\n");
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static String walk(String script, CompileOptions options) {
        try (ScriptRun run = ScriptRun.start(script, options)) {
            run.session().run();
            return run.text();
        }
    }

    @Test
    void filesOfThisProcess() throws Exception {
        File file = File.createTempFile("skep", "walk");
        try (var _ = Files.newInputStream(file.toPath())) {
            String inode = Files.getAttribute(file.toPath(), "unix:ino").toString();
            assertThat(ScriptRun.text("iter:task_file /ctx.task.pid == "
                            + ProcessHandle.current().pid() + " && ctx.file->f_inode->i_ino == " + inode
                            + "/ { @[ctx.task.comm != \"\"] = count(); }"))
                    .isEqualTo("@[true]: 1\n");
        } finally {
            assertThat(file.delete()).isTrue();
        }
    }

    @Test
    void mapsOfTheScriptItself() {
        String text = ScriptRun.text("iter:bpf_map { @walked[ctx.map.id] = ctx.map.max_entries; }");
        assertThat(text).contains("]: 4096\n");
        try (ScriptRun run = ScriptRun.start("config = { max_map_keys = 4321 } interval:s:100 { @[1] = 1; }")) {
            assertThat(ScriptRun.text("iter:bpf_map /ctx.map.max_entries == 4321/ { @ = count(); }"))
                    .isEqualTo("@: 1\n");
            assertThat(run.sink().attached).isEqualTo(1);
        }
    }

    static List<String> all() {
        try (KernelTarget target = new KernelTarget()) {
            return target.types().iterators().stream()
                    .filter(name -> !List.of("bpf_map_elem", "bpf_sk_storage_map", "sockmap")
                            .contains(name))
                    .toList();
        }
    }

    /** The kernel numbers the objects: its run at the end of the walk, without an object, is none of ours. */
    @ParameterizedTest
    @MethodSource("all")
    void everyObjectIsSeenOnce(String name) {
        String text = ScriptRun.text("config = { max_map_keys = 1000000 }"
                + " iter:" + name
                + " { @runs = count(); @last = max(ctx.meta->seq_num); @numbers[ctx.meta->seq_num]++; }"
                + " end { @most = 0; for ($kv : @numbers) { if ($kv.1 > @most) { @most = $kv.1; } }"
                + " clear(@numbers); print((@runs, (uint64)@last + 1)); clear(@runs); clear(@last); }");
        String[] parts = text.split("[(),\\s]+");
        if (!parts[1].equals("0")) {
            assertThat(parts[1]).as(text).isEqualTo(parts[2]);
            assertThat(text).contains("@most: 1\n");
        }
    }

    @Test
    void nothingIsLostHoweverLongAWalkIs() {
        try (ScriptRun run = ScriptRun.start(
                "config = { perf_rb_pages = 16 } iter:ksym { printf(\"%d\\n\", ctx.meta->seq_num); @ = count(); }")) {
            run.session().run();
            assertThat(run.sink().notices).isEmpty();
            assertThat(run.sink().events).hasSizeGreaterThan(10_000);
            long next = 0;
            for (List<Value> event : run.sink().events) {
                assertThat(((Value.Int) event.getFirst()).value()).isEqualTo(next++);
            }
            MapResult count = run.sink().maps.getFirst();
            assertThat(count.entries().getFirst().value()).hasToString(Long.toString(next));
        }
    }

    @Test
    void beginAndEndGoWithAWalk() {
        assertThat(ScriptRun.text("begin { printf(\"begin\\n\"); } iter:task /ctx.task.pid == "
                        + ProcessHandle.current().pid()
                        + "/ { printf(\"%d\\n\", ctx.task.pid); } end { printf(\"end\\n\"); }"))
                .isEqualTo("begin\n" + ProcessHandle.current().pid() + "\nend\n");
    }

    @Test
    void exitEndsAWalk() {
        assertThat(ScriptRun.text(
                        "iter:ksym { printf(\"%d\\n\", ctx.meta->seq_num); if (ctx.meta->seq_num == 2) { exit(); } }"))
                .isEqualTo("0\n1\n2\n");
    }

    /** What is pinned stays when the session has ended, and runs for whoever reads the file. */
    @Test
    void aPinnedWalkIsReadByOthers(@TempDir Path pins) throws Exception {
        assumeTrue(mount("mount", "-t", "bpf", "bpf", pins.toString()), "no BPF file system can be mounted");
        long pid = ProcessHandle.current().pid();
        Path pin = pins.resolve("walk");
        try {
            try (ScriptRun run = ScriptRun.start("iter:task:" + pin + " /ctx.task.tgid == " + pid
                    + " && ctx.task.pid == " + pid
                    + "/ { printf(\"%d|%-8d|%05d|%x|%lx|%s|%10s|%c|100%%\\n\", ctx.task.pid,"
                    + " ctx.task.tgid, -7, 0x1ffffffff, 0x1ffffffff, ctx.task.comm, \"right\", 65); }")) {
                run.session().run();
                assertThat(run.sink().attached).isEqualTo(1);
            }
            String line = pid + "|" + (pid + "        ").substring(0, 8) + "|-0007|ffffffff|1ffffffff|"
                    + Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/comm"))
                            .strip() + "|     right|A|100%\n";
            for (int reading = 0; reading < 2; reading++) {
                Process cat = new ProcessBuilder("cat", pin.toString()).start();
                assertThat(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(line);
            }
            assertThatThrownBy(() -> ScriptRun.text("iter:task:" + pin + " { }"))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("something is pinned there");
        } finally {
            Files.deleteIfExists(pin);
            assertThat(mount("umount", "-l", pins.toString())).isTrue();
        }
    }

    private static boolean mount(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void whatAPinnedWalkCannotDoIsSaid() {
        assertThatThrownBy(() -> ScriptRun.text("iter:task:x { print(ctx.task.pid); }"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("A pinned walk runs when its file is read");
        assertThatThrownBy(() -> ScriptRun.text("iter:task:x { printf(\"%.3s\", ctx.task.comm); }"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("A pinned walk runs when its file is read");
    }

    @Test
    void whatCannotBePinnedIsSaid() {
        assertThatThrownBy(() -> ScriptRun.text("iter:task:/tmp/skep_no_bpf_file_system { }"))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("pin iterator task to /tmp/skep_no_bpf_file_system")
                .hasMessageContaining("BPF file system");
        assertThat(new File("/tmp/skep_no_bpf_file_system")).doesNotExist();
    }
}
