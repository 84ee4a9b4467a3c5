package dev.skep.lang.property;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts made at random do what they mean, in every form that the compiler can give them, simulated. */
class GeneratedScriptsTest {
    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // as long as it is told to
    void doWhatTheyMean() {
        for (long seed : Seeds.some(1500)) {
            Shrinker.check(Case.of(seed), Simulation::compare);
        }
    }
}
