package dev.skep.lang.evaluate;

/** Leaves statements in their midst. */
final class Departure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is left. */
    enum From {
        /** By {@code break}. */
        LOOP,
        /** By {@code continue}. */
        ROUND,
        /** By {@code exit()} or {@code return}. */
        PROBE
    }

    private final From from;

    Departure(From from) {
        super(null, null, false, false);
        this.from = from;
    }

    From from() {
        return from;
    }
}
