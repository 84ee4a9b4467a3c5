package dev.skep.lang.evaluate;

/** Leaves statements in their midst. */
final class Departure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code break}. */
    static final Departure FROM_LOOP = new Departure();

    /** {@code continue}. */
    static final Departure FROM_ROUND = new Departure();

    /** {@code exit()}, {@code return}. */
    static final Departure FROM_PROBE = new Departure();

    private Departure() {
        super(null, null, false, false);
    }
}
