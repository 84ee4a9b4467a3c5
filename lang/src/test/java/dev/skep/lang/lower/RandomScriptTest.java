package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Scripts;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.Diagnostics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever is written: it is refused with a place and a reason, or it runs, and the same in every form. */
class RandomScriptTest {
    private static final int SCRIPTS = Integer.getInteger("skep.cases", 300);

    /** Seeds that once failed. */
    private static final long[] KNOWN = {790};

    @Test
    void scriptsRunOrAreRefused() {
        int ran = 0;
        int refused = 0;
        for (long seed : LongStream.concat(LongStream.of(KNOWN), LongStream.range(0, SCRIPTS))
                .toArray()) {
            String script = new RandomScript(seed).make();
            try {
                Diagnostics diagnostics = new Diagnostics();
                Scripts.check(script, diagnostics);
                if (diagnostics.hasErrors()) {
                    checkPlaces(script, diagnostics);
                    refused++;
                } else {
                    runs(script, seed);
                    ran++;
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + script, e);
            }
        }
        assertThat(ran).isGreaterThan(SCRIPTS / 3);
        assertThat(refused).isGreaterThan(SCRIPTS / 20);
    }

    private static void checkPlaces(String script, Diagnostics diagnostics) {
        for (Diagnostic diagnostic : diagnostics.all()) {
            assertThat(diagnostic.span().start()).isBetween(0, script.length());
            assertThat(diagnostic.span().end()).isBetween(diagnostic.span().start(), script.length());
            assertThat(diagnostic.message()).isNotBlank().doesNotContain("unknown");
        }
    }

    private static void runs(String script, long seed) {
        String expected = null;
        for (ScriptRun.Form form : ScriptRun.Form.values()) {
            ScriptRun run = new ScriptRun(script, form);
            Random random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                run.world.comm = random.nextBoolean() ? "worker" : "x";
                run.world.fields.put("ret", random.nextBoolean() ? run.world.somewhere : (long) random.nextInt(50));
                run.world.ringFull = random.nextInt(5) == 0;
                run.runAll();
            }
            String output = run.output();
            if (expected == null) {
                expected = output;
            }
            assertThat(output).as("%s", form).isEqualTo(expected);
        }
    }
}
