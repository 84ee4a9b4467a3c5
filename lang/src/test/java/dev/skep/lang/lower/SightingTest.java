package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Scripts;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Limits;
import org.junit.jupiter.api.Test;

/** User space hears of each stack and each symbol of a process once, as soon as it is taken. */
class SightingTest {
    private static final String USTACK = "profile:hz:99 { @[ustack] = count(); }";

    private static ScriptRun run(String script) {
        return new ScriptRun(script, ScriptRun.Form.NEW_BPF);
    }

    @Test
    void eachStackIsSentOnce() {
        ScriptRun run = run(USTACK);
        run.world.stacks.put("stacks0", 12L);
        run.run(0);
        run.run(0);
        assertThat(run.world.events).hasSize(1);
        run.world.stacks.put("stacks0", 13L);
        run.run(0);
        assertThat(run.world.events).hasSize(2);
        run.world.pid++;
        run.run(0);
        assertThat(run.world.events).as("the same stack of another process").hasSize(3);
        run.run(0);
        assertThat(run.world.events).hasSize(3);
        assertThat(run.map("@").entries()).hasSize(3);
    }

    @Test
    void noStackIsNotSent() {
        ScriptRun run = run(USTACK);
        run.world.stacks.put("stacks0", -14L);
        run.run(0);
        assertThat(run.world.events).isEmpty();
        assertThat(run.map("@").entries()).hasSize(1);
    }

    @Test
    void whatHasNoRoomIsSentNextTime() {
        ScriptRun run = run(USTACK);
        run.world.stacks.put("stacks0", 12L);
        run.world.ringFull = true;
        run.run(0);
        assertThat(run.world.events).isEmpty();
        assertThat(run.lost(Loss.EVENT)).as("nothing that the script sent").isZero();
        run.world.ringFull = false;
        run.run(0);
        assertThat(run.world.events).hasSize(1);
    }

    @Test
    void whereMoreIsSeenThanCanBeNotedItIsNotSent() {
        Lowered lowered = Scripts.lower(USTACK, new Limits(100, 1024, 16, 1 << 17), 0);
        ScriptRun run = new ScriptRun(lowered, ScriptRun.Form.NEW_BPF);
        for (long stack = 1; stack <= 30; stack++) {
            run.world.stacks.put("stacks0", stack);
            run.run(0);
            run.run(0);
        }
        assertThat(run.world.events).hasSize(16);
        assertThat(run.map("@").entries()).hasSize(30);
    }

    @Test
    void symbols() {
        ScriptRun run = run("interval:s:1 { @[usym(nsecs % 2)] = count(); }");
        for (int i = 0; i < 6; i++) {
            run.world.nsecs = i;
            run.run(0);
        }
        assertThat(run.world.events).hasSize(2);
        assertThat(run.map("@").entries()).hasSize(2);
    }

    @Test
    void onlyWhereNamesAreWanted() {
        assertThat(Scripts.lower("profile:hz:99 { @[ustack(raw)] = count(); @k[kstack] = count(); }")
                        .system()
                        .sightings())
                .isNull();
        assertThat(Scripts.lower("profile:hz:99 { @[ustack(build_id)] = count(); }")
                        .system()
                        .ring())
                .isNull();
        assertThat(Scripts.lower("profile:hz:99 { @[ustack(perf)] = count(); }")
                        .system()
                        .sightings())
                .isEqualTo("sightings");
    }
}
