package dev.skep.trace;

import dev.skep.kernel.BootTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The time of day of the kernel's {@code nsecs}, in the zone of this process. */
final class BootClock {
    private @Nullable Instant start;

    /** @param nanoseconds since the machine was started, time asleep included */
    ZonedDateTime timeOfDay(long nanoseconds) {
        if (start == null) {
            start = Instant.EPOCH.plusNanos(BootTime.start());
        }
        return start.plusNanos(nanoseconds).atZone(ZoneId.systemDefault());
    }
}
