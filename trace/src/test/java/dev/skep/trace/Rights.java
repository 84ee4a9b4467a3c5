package dev.skep.trace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.capability.Capabilities;

/** What tests in the real kernel ask first. */
final class Rights {
    private Rights() {}

    /** Skips the tests, with the reason, where this process may not trace. */
    static void assume() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }
}
