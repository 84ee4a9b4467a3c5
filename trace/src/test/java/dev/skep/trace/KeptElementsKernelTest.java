package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.Limits;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Maps that keep deleted elements look as if they did not: what is deleted is not there, and no value is lost while room is
 * made for others.
 */
@Tag("kernel")
class KeptElementsKernelTest {
    private static final int KEYS = 64;

    private static Workload first;
    private static Workload second;

    @BeforeAll
    static void start() {
        Rights.assume();
        first = Workload.start();
        second = Workload.start();
        first.pin(0);
        second.pin(Runtime.getRuntime().availableProcessors() - 1);
    }

    @AfterAll
    static void stop() {
        if (first != null) {
            first.close();
            second.close();
        }
    }

    private static ScriptRun run(String script) {
        CompileOptions few = CompileOptions.DEFAULT.withLimits(new Limits(KEYS, 64, 64, 1 << 20));
        String filter = "/pid == " + first.pid() + " || pid == " + second.pid() + "/";
        return ScriptRun.start(script.replace("FILTER", filter), few);
    }

    @Test
    void areNotThere() {
        try (ScriptRun run = run(
                "begin { @s[1] = 5; @s[2] = 0; @s[3] = 7; @gone = delete(@s, 3); @again = delete(@s, 3);"
                        + " @none = delete(@s, 9); print(@s); @has = (has_key(@s, 1), has_key(@s, 2), has_key(@s, 3));"
                        + " @was = @s[3]; @s[3] = 8; @is = @s[3]; delete(@s, 1); } t:syscalls:sys_enter_getppid FILTER { @s[1] = 2 }")) {
            assertThat(run.finish()).isEqualTo("""
                            @s[2]: 0
                            @s[3]: 8
                            @again: false
                            @gone: true
                            @has: (true, true, false)
                            @is: 8
                            @none: false
                            @s[2]: 0
                            @s[3]: 8
                            @was: 0
                            """);
        }
    }

    @Test
    void areClearedAtTheEnd() {
        try (ScriptRun run =
                run("t:syscalls:sys_enter_getppid FILTER { @s[tid] = 1; @t[tid] = 1; delete(@t, tid); @n = 1; }"
                        + " t:syscalls:sys_exit_getppid FILTER { delete(@s, 0); } END { clear(@s); }")) {
            first.call("getppid", 10);
            assertThat(run.finish()).isEqualTo("@n: 1\n");
        }
    }

    /** Each call has a key of its own that it deletes: many times as many as the map has room for, and never more than one. */
    @Test
    void makeRoomForOthers() {
        try (ScriptRun run = run("t:syscalls:sys_enter_getppid FILTER { $k = (pid, @i[pid]); @s[$k] = @i[pid]; "
                + " if (@s[$k] != @i[pid]) { @wrong++ } if (!has_key(@s, $k)) { @wrong++ }"
                + " if (!delete(@s, $k)) { @wrong++ } if (has_key(@s, $k)) { @wrong++ } if (@s[$k] != 0) { @wrong++ }"
                + " @i[pid]++; @n = count(); }")) {
            for (int i = 0; i < 20; i++) {
                together(run, 50 * KEYS);
            }
            String text = run.finish();
            assertThat(run.sink().notices).isEmpty();
            assertThat(text).contains("@n: " + 2 * 20 * 50 * KEYS + "\n").doesNotContain("@wrong", "@s");
        }
    }

    /** What a call leaves its next one finds, whatever is removed meanwhile by user space. */
    @Test
    void staysWhatItIs() {
        String keep = "t:syscalls:sys_enter_getppid FILTER { $k = (pid, @i[pid] % 24);"
                + " if (@i[pid] >= 24 && @s[$k] != @i[pid] - 24) { @wrong++ }"
                + " @s[$k] = @i[pid]; $d = (pid, @i[pid] + 1000); @s[$d] = 1; delete(@s, $d); @i[pid]++; @n = count(); }";
        try (ScriptRun run = run(keep)) {
            for (int i = 0; i < 20; i++) {
                together(run, 50 * KEYS);
            }
            run.finish();
            assertThat(run.sink().notices).isEmpty();
            MapResult kept = map(run, "@s");
            assertThat(kept.entries()).hasSize(48);
            for (MapResult.Entry entry : kept.entries()) {
                assertThat(entry.value())
                        .isInstanceOfSatisfying(
                                Value.Int.class,
                                value -> assertThat(value.value()).isBetween(20L * 50 * KEYS - 24, 20L * 50 * KEYS));
            }
            assertThat(run.sink().maps).noneMatch(map -> map.name().equals("@wrong"));
        }
    }

    private static MapResult map(ScriptRun run, String name) {
        return run.sink().maps.stream()
                .filter(map -> map.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Both workloads make calls while the session looks after its maps. */
    private static void together(ScriptRun run, int calls) {
        List<Thread> threads = new ArrayList<>();
        for (Workload workload : List.of(first, second)) {
            threads.add(Thread.ofPlatform().start(() -> workload.call("getppid", calls)));
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            run.session().poll(Duration.ofMillis(5));
        }
        run.session().poll(Duration.ofMillis(100));
    }
}
