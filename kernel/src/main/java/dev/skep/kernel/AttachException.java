package dev.skep.kernel;

import java.util.List;

/** Some of many programs could not be attached; each has a reason of its own. */
public final class AttachException extends KernelException {
    private static final long serialVersionUID = 1;

    private final transient List<String> failures;

    /** @param failures a line for each, at least one */
    public AttachException(List<String> failures) {
        super(String.join("; ", failures));
        this.failures = List.copyOf(failures);
    }

    /** What could not be attached and why, a line for each. */
    public List<String> failures() {
        return failures;
    }
}
