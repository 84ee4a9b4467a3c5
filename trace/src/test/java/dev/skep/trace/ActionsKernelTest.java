package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What user space does for a script: the time, strings, files and commands, in the order of the events. */
@Tag("kernel")
class ActionsKernelTest {
    private static final CompileOptions UNSAFE = CompileOptions.DEFAULT.withUnsafe();

    private static Workload workload;

    @BeforeAll
    static void start() {
        Rights.assume();
        workload = Workload.start();
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void timeIsThatOfTheEvent() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS).minusMillis(1);
        String text = ScriptRun.text("begin { time(\"%Y-%m-%d %H:%M:%S.%f\\n\"); time(); }");
        String[] lines = text.split("\n", -1);
        Instant told = LocalDateTime.parse(lines[0], DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS"))
                .atZone(ZoneId.systemDefault())
                .toInstant();
        assertThat(told).isBetween(before, Instant.now().plusMillis(1));
        assertThat(lines[1]).matches("\\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void joinsTheWordsOfAList() {
        try (ScriptRun run = start("join(args.filename); join(args.filename, \", \"); join(args.filename, \"\")")) {
            workload.call("openat", 1, -100, list("one", "two words", "three"));
            assertThat(run.finish()).isEqualTo("one two words three\none, two words, three\nonetwo wordsthree\n");
            assertThat(run.sink().lost(Notice.Kind.READS)).isZero();
        }
    }

    @Test
    void joinsArgumentsOfNewProcesses() throws Exception {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_execve { join(args->argv); }")) {
            String mark = "mark" + workload.pid();
            assertThat(new ProcessBuilder("/bin/true", mark, "second", "the third")
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(run.finish().lines().filter(line -> line.contains(mark)))
                    .contains("/bin/true " + mark + " second the third");
        }
    }

    @Test
    void joinTellsThatThereAreMore() {
        String[] words = new String[17];
        StringBuilder sixteen = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            words[i] = "w" + i;
            sixteen.append(i < 16 ? words[i] + " " : "");
        }
        try (ScriptRun run = start("join(args.filename)")) {
            workload.call("openat", 1, -100, list(words));
            workload.call("openat", 1, -100, list(java.util.Arrays.copyOf(words, 16)));
            assertThat(run.finish())
                    .isEqualTo(sixteen + "..\n" + sixteen.toString().strip() + "\n");
        }
    }

    @Test
    void joinOfWhatIsNotThereIsCounted() {
        try (ScriptRun run = start("join(args.filename)")) {
            workload.call("openat", 1, -100, 1);
            workload.call("openat", 1, -100, addresses(workload.text("first"), 1, workload.text("third"), 0));
            assertThat(run.finish()).isEqualTo("\nfirst  third\n");
            assertThat(run.sink().lost(Notice.Kind.READS)).isEqualTo(2);
        }
    }

    @Test
    void catsInOrder(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "content\twith\u001b[31m\nlines\n");
        String script = "begin { print(1); cat(\"" + file + "\"); printf(\"%d\\n\", 2); cat(\"%s/fi%s\", \"" + directory
                + "\", \"le\"); }";
        assertThat(ScriptRun.text(script))
                .isEqualTo("1\ncontent\twith\u001b[31m\nlines\n2\ncontent\twith\u001b[31m\nlines\n");
        try (ScriptRun run = ScriptRun.onTerminal("begin { cat(\"" + file + "\"); }")) {
            run.session().run();
            assertThat(run.text()).isEqualTo("content\twith\\x1b[31m\nlines\n");
        }
    }

    @Test
    void catsFilesOfOtherProcesses() {
        try (ScriptRun run = start("cat(\"/proc/%d/comm\", pid)")) {
            workload.call("openat", 1, -100, 0);
            assertThat(run.finish()).isEqualTo("java\n");
        }
    }

    @Test
    void catEndsAtItsLimit(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x".repeat(20_000));
        assertThat(ScriptRun.text("begin { cat(\"" + file + "\"); }")).isEqualTo("x".repeat(10_240));
        Config config = Objects.requireNonNull(Config.NONE.with(ConfigKey.MAX_CAT_BYTES, "5"));
        try (ScriptRun run =
                ScriptRun.start("begin { cat(\"" + file + "\"); }", CompileOptions.DEFAULT.withEnvironment(config))) {
            run.session().run();
            assertThat(run.text()).isEqualTo("xxxxx");
        }
    }

    @Test
    void catOfWhatCannotBeReadGoesOn(@TempDir Path directory) throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/dev/zero"));
        try (ScriptRun run = ScriptRun.start("begin { cat(\"/no/such file\"); cat(\"%s\", \"" + fifo + "\"); cat(\""
                + link + "\"); cat(\"" + directory + "\"); print(1); }")) {
            run.session().run();
            assertThat(run.text()).isEqualTo("1\n");
            assertThat(run.sink().notices)
                    .extracting(Notice::message)
                    .containsExactly(
                            "failed to open file '/no/such file': No such file or directory",
                            "failed to open file '" + fifo
                                    + "': Not a regular file: devices, pipes and sockets are left alone",
                            "failed to open file '" + link
                                    + "': Not a regular file: devices, pipes and sockets are left alone",
                            "failed to open file '" + directory + "': Is a directory");
        } finally {
            Files.delete(link); // or JUnit warns that it leads elsewhere
        }
    }

    @Test
    void runsCommandsInOrder() {
        assertThat(unsafe("begin { print(1); system(\"echo %s; echo %d\", \"two\", 3); print(4); system(\"true\"); }"))
                .isEqualTo("1\ntwo\n3\n4\n");
    }

    @Test
    void commandsHaveTheBytesOfTheEvent() {
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_openat /pid == " + workload.pid()
                        + "/ { system(\"printf %%s '%s'\", str(args.filename)); }",
                UNSAFE)) {
            workload.call("openat", 1, -100, workload.text("gr\u00fc\u00df %d \\n*"));
            assertThat(run.finish()).isEqualTo("gr\u00fc\u00df %d \\n*");
        }
    }

    @Test
    void commandsMayWriteMuch() {
        String all =
                unsafe("begin { system(\"head -c 1000000 /dev/zero | tr '\\\\0' x; echo; echo end\"); print(1); }");
        assertThat(all).hasSize(1_000_000 + 1 + 4 + 2).endsWith("x\nend\n1\n");
    }

    @Test
    void whatACommandLeavesInTheBackgroundIsNotWaitedFor() {
        Instant before = Instant.now();
        assertThat(unsafe("begin { system(\"sleep 60 & echo first\"); print(2); }"))
                .isEqualTo("first\n2\n");
        assertThat(unsafe("begin { system(\"yes > /dev/stdout & echo\"); print(2); }"))
                .endsWith("\n2\n");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void commandsReadNothingAndMayFail() {
        assertThat(unsafe("begin { system(\"cat; exit 3\"); system(\"exec >&-; kill -9 $$\"); print(2); }"))
                .isEqualTo("2\n");
    }

    @Test
    void stopEndsTheCommandThatRuns() throws Exception {
        try (ScriptRun run = ScriptRun.start("interval:ms:1 { system(\"echo begun; sleep 60\"); exit(); }", UNSAFE)) {
            Thread stopper = Thread.ofVirtual().start(() -> {
                try {
                    // Until the command runs there is nothing to stop but the session.
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                run.session().stop();
            });
            Instant before = Instant.now();
            run.session().run();
            stopper.join();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
            assertThat(run.text()).isEqualTo("begun\n");
        }
    }

    @Test
    void zeroKeepsTheKeys() {
        assertThat(ScriptRun.text("begin { @a = count(); @b[1] = count(); @c = sum(5); @d[1, \"x\"] = sum(-5);"
                        + " @e = min(3); @f[2] = max(4); @g = avg(3); @h[1] = avg(3); @i = 7; @j[1] = 7; @k = \"text\";"
                        + " @l[1] = \"text\"; @m = hist(5); @n[1] = hist(5);"
                        + " zero(@a); zero(@b); zero(@c); zero(@d); zero(@e); zero(@f); zero(@g); zero(@h); zero(@i);"
                        + " zero(@j); zero(@k); zero(@l); zero(@m); zero(@n); }"))
                .isEqualTo("""
                        @a: 0
                        @b[1]: 0
                        @c: 0
                        @d[1, x]: 0
                        @e: 0
                        @f[2]: 0
                        @g: 0
                        @h[1]: 0
                        @i: 0
                        @j[1]: 0
                        @k:\s
                        @l[1]:\s
                        @m:

                        @n[1]:

                        """);
    }

    @Test
    void whatComesAfterZeroCounts() {
        assertThat(
                        ScriptRun.text(
                                "begin { @a = count(); @m[1] = min(3); @n[2] = 5; zero(@a); zero(@m); zero(@n); }"
                                        + " end { @a = count(); @m[1] = min(7); @n[2] += 2; zero(@never); if (0) { @never = count(); } }"))
                .isEqualTo("@a: 1\n@m[1]: 7\n@n[2]: 2\n");
    }

    @Test
    void zeroOfMapsThatArePrintedAndClearedInOneStep() {
        String assign = "@a = sum(3); @b[1] = sum(4); @c = \"x\"; @d = hist(5); @e[1] = hist(5); @f = 3;";
        String zero = " zero(@a); zero(@b); zero(@c); zero(@d); zero(@e); zero(@f);";
        String print = " print(@a); clear(@a); print(@b); clear(@b); print(@c); clear(@c); print(@d); clear(@d);"
                + " print(@e); clear(@e); print(@f); clear(@f);";
        String zeros = "@a: 0\n@b[1]: 0\n@c: \n@d:\n\n@e[1]:\n\n@f: 0\n";
        assertThat(ScriptRun.text("begin { " + assign + zero + print + " }")).isEqualTo(zeros);
        // Once more, when the maps were turned to their other generation.
        assertThat(ScriptRun.text("begin { " + assign + print + " } end { " + assign + zero + print + " }"))
                .startsWith("@a: 3\n@b[1]: 4\n@c: x\n@d:\n[4, 8)")
                .endsWith("|\n\n@f: 3\n" + zeros);
    }

    @Test
    void clearedMapsAreNotZero() {
        assertThat(ScriptRun.text("begin { @a = count(); @b[1] = count(); zero(@a); zero(@b); clear(@a); clear(@b); }"))
                .isEmpty();
    }

    private static String unsafe(String script) {
        try (ScriptRun run = ScriptRun.start(script, UNSAFE)) {
            run.session().run();
            return run.text();
        }
    }

    private static ScriptRun start(String statements) {
        return ScriptRun.start(
                "tracepoint:syscalls:sys_enter_openat /pid == " + workload.pid() + "/ { " + statements + "; }");
    }

    /** The address of a list of strings, as argv is one. */
    private static long list(String... words) {
        long[] addresses = new long[words.length + 1];
        for (int i = 0; i < words.length; i++) {
            addresses[i] = workload.bytes(words[i].getBytes(StandardCharsets.UTF_8));
        }
        return addresses(addresses);
    }

    private static long addresses(long... addresses) {
        ByteBuffer bytes = ByteBuffer.allocate(addresses.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long address : addresses) {
            bytes.putLong(address);
        }
        return workload.bytes(bytes.array());
    }
}
