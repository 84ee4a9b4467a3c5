package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Scripts;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Limits;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is counted, and the rest of the program goes on. */
class LossesTest {
    private static final long FIRST = 1L << Type.Stack.MAP_SHIFT;
    private static final long SECOND = 2L << Type.Stack.MAP_SHIFT;

    private static final Limits SMALL = new Limits(2, 1024, 16, 1 << 17);

    @Test
    void eventsWhenTheRingIsFull() {
        ScriptRun run = new ScriptRun(
                "begin { printf(\"%d %s\", @n++, comm); print(1); @after = 1; exit(7); }", ScriptRun.Form.NEW_BPF);
        run.world.ringFull = true;
        run.runAll();
        assertThat(run.lost(Loss.EVENT)).isEqualTo(2);
        assertThat(run.lost(Loss.EXIT)).as("1 and the exit code").isEqualTo(8);
        assertThat(run.map("@n").entries())
                .as("what the values change is changed")
                .hasSize(1);
        assertThat(run.map("@after").entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@[pid] = count();",
                "@[pid] = 1;",
                "@[pid]++;",
                "@[pid] += 5;",
                "@[pid] /= 5;",
                "@[pid] = hist(1);",
                "@[pid] = max(1);",
                "@[pid, comm] = sum(1);",
                "@[pid] = comm;"
            })
    void updatesWhenAMapIsFull(String statement) {
        Lowered lowered = Scripts.lower("interval:s:1 { " + statement + " @after = count(); }", SMALL, 0);
        ScriptRun run = new ScriptRun(lowered, ScriptRun.Form.NEW_BPF);
        long room = lowered.maps().stream()
                .filter(map -> map.name().equals("AT_"))
                .findFirst()
                .orElseThrow()
                .maxEntries();
        for (int i = 0; i < room + 3; i++) {
            run.world.pid = i;
            run.run(0);
        }
        assertThat(run.map("@").entries()).hasSize((int) room);
        assertThat(run.lost(Loss.MAP_FULL)).isEqualTo(3);
        assertThat(run.lost(Loss.CONTENTION)).isZero();
        run.world.pid = 1;
        run.run(0);
        assertThat(run.lost(Loss.MAP_FULL)).as("what is there is still updated").isEqualTo(3);
        assertThat(run.map("@after").entries().getFirst().value()).isEqualTo(new AggregateValue.Count(room + 4));
    }

    @Test
    void stringsThatCannotBeRead() {
        ScriptRun run = new ScriptRun(
                "tracepoint:syscalls:sys_enter_openat { printf(\"[%s]\", str(args.filename)); @[str(args.filename)] = count(); }",
                ScriptRun.Form.NEW_BPF);
        run.world.fields.put("filename", 0x7000L);
        run.run(0);
        assertThat(run.lost(Loss.READ)).isEqualTo(2);
        run.world.fields.put("filename", run.world.string("/etc/passwd"));
        run.run(0);
        assertThat(run.lost(Loss.READ)).isEqualTo(2);
        assertThat(run.output())
                .startsWith("[][/etc/passwd]")
                .contains("@[]: 1")
                .contains("@[/etc/passwd]: 1");
    }

    @Test
    void stacksWhosePlaceIsTaken() {
        ScriptRun run = new ScriptRun(
                "profile:hz:99 { @[kstack(5)] = count(); @[kstack(5)] = count(); }", ScriptRun.Form.NEW_BPF);
        run.world.stacks.put("stacks0", 12L);
        run.run(0);
        assertThat(ids(run)).containsExactly(FIRST | 12);
        // The second map takes it in: its number is above the process.
        run.world.stacks.put("stacks0", -17L);
        run.world.stacks.put("stacks1", 12L);
        run.run(0);
        assertThat(ids(run)).containsExactly(FIRST | 12, SECOND | 12);
        assertThat(run.lost(Loss.STACK)).isZero();
        run.world.stacks.put("stacks1", -17L);
        run.run(0);
        assertThat(run.lost(Loss.STACK)).isEqualTo(2);
        assertThat(ids(run)).containsExactly(FIRST | 12, SECOND | 12, -17L);
        // No stack at all is not a lost one.
        run.world.stacks.put("stacks0", -14L);
        run.run(0);
        assertThat(run.lost(Loss.STACK)).isEqualTo(2);
        assertThat(ids(run)).containsExactly(FIRST | 12, SECOND | 12, -17L, -14L);
    }

    @Test
    void eachLimitHasStackMapsOfItsOwn() {
        Lowered lowered = Scripts.lower("profile:hz:99 { @a[kstack] = count(); @b[kstack(3)] = count(); }");
        assertThat(lowered.system().stacks()).containsExactly("stacks0", "stacks1", "stacks2", "stacks3");
        assertThat(lowered.maps().stream().filter(map -> map.name().startsWith("stacks")))
                .extracting(map -> map.valueSize())
                .containsExactly(127 * 8, 127 * 8, 3 * 8, 3 * 8);
    }

    private static List<Long> ids(ScriptRun run) {
        List<Long> ids = new ArrayList<>();
        for (var entry : run.map("@").entries()) {
            ids.add(((Value.Stack) entry.key().getFirst()).frames().getFirst().address());
        }
        return ids;
    }

    /** Another program raises the value between this one's reading and writing. */
    @Test
    void extremesUnderInterrupts() {
        ScriptRun run = new ScriptRun("interval:s:1 { @ = max(pid); @k[1] = min(pid); }", ScriptRun.Form.NEW_BPF);
        run.world.pid = 5;
        AtomicInteger depth = new AtomicInteger();
        run.world.interrupt = () -> {
            if (depth.getAndIncrement() == 0) {
                run.world.pid = 9;
                run.run(0);
                run.world.pid = 5;
            }
        };
        run.run(0);
        assertThat(run.output()).isEqualTo("@: 9\n@k[1]: 5\n");
    }

    @Test
    void updatesThatAreInterruptedForever() {
        ScriptRun run =
                new ScriptRun("interval:s:1 { @x *= 3; @after = 1; } interval:s:2 { @x++; }", ScriptRun.Form.NEW_BPF);
        AtomicInteger interrupts = new AtomicInteger();
        run.world.interrupt = () -> {
            interrupts.incrementAndGet();
            run.run(1);
        };
        run.run(0);
        assertThat(run.lost(Loss.CONTENTION)).isEqualTo(1);
        assertThat(run.map("@after").entries()).hasSize(1);
        assertThat(run.map("@x").entries().getFirst().value()).isEqualTo(new Value.Int(interrupts.get(), true));
    }
}
