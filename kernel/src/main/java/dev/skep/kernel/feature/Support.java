package dev.skep.kernel.feature;

/** Whether this kernel supports something. */
public sealed interface Support {

    /** It does. */
    record Yes() implements Support {
        @Override
        public String toString() {
            return "yes";
        }
    }

    /**
     * It does not.
     *
     * @param reason how that shows, and what it would need
     */
    record No(String reason) implements Support {
        @Override
        public String toString() {
            return "no: " + reason;
        }
    }

    /**
     * It could not be found out.
     *
     * @param cause what kept the probe from an answer: missing rights, most of the time
     */
    record Unknown(String cause) implements Support {
        @Override
        public String toString() {
            return "unknown: " + cause;
        }
    }

    /** The answer yes. */
    static Support yes() {
        return new Yes();
    }

    /** Whether the answer is yes. */
    default boolean isYes() {
        return this instanceof Yes;
    }
}
