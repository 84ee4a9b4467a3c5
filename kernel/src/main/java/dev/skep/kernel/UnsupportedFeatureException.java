package dev.skep.kernel;

/** This kernel, or this machine, does not have what is needed. */
public final class UnsupportedFeatureException extends KernelException {
    private static final long serialVersionUID = 1;

    private final String feature;

    /**
     * @param feature what is missing: {@code "tracepoint sched:sched_swap"}
     * @param reason why it is known to be missing: {@code "no such directory in tracefs"}
     * @param wayOut what would help ({@code "needs kernel 6.2 or later"}), or empty
     */
    public UnsupportedFeatureException(String feature, String reason, String wayOut) {
        super(feature + ": " + reason + (wayOut.isEmpty() ? "" : "; " + wayOut));
        this.feature = feature;
    }

    /** What is missing. */
    public String feature() {
        return feature;
    }
}
