package dev.skep.lang.property;

import org.junit.jupiter.api.Test;

/** Scripts made at random do what they mean, in every form that the compiler can give them, simulated. */
class GeneratedScriptsTest {
    private static final int SCRIPTS = Integer.getInteger("skep.cases", 1000);
    private static final long FIRST = Long.getLong("skep.seed", 0);

    @Test
    void doWhatTheyMean() {
        for (long seed = FIRST; seed < FIRST + SCRIPTS; seed++) {
            Case made = Case.of(seed);
            try {
                Simulation.compare(made);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ":\n" + made.text() + e.getMessage(), e);
            }
        }
    }
}
