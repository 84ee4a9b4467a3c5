package dev.skep.lang.property;

import java.util.stream.LongStream;

/** Which scripts a test makes: {@code -Dskep.cases} says how many, {@code -Dskep.seed} which is the first. */
final class Seeds {
    private Seeds() {}

    /** So many unless something else is asked for. */
    static long[] some(int usually) {
        long first = Long.getLong("skep.seed", 0);
        return LongStream.range(first, first + Integer.getInteger("skep.cases", usually))
                .toArray();
    }
}
