package dev.skep.lang.property;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that once failed do what they mean. */
class RegressionsTest {
    static List<Case> all() {
        return Regressions.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void doWhatTheyMean(Case made) {
        Simulation.compare(made);
    }
}
