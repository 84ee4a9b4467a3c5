package dev.skep.kernel;

/**
 * What went wrong between this library and the running kernel. The message reads as a path from the operation to the
 * cause, and names the way out: {@code attach tracepoint sched:sched_switch: perf_event_open: permission denied
 * (EACCES); needs CAP_PERFMON or root}.
 */
public abstract sealed class KernelException extends RuntimeException
        permits SyscallException, PermissionException, VerifierException, UnsupportedFeatureException, AttachException {
    private static final long serialVersionUID = 1;

    KernelException(String message) {
        super(message);
    }

    KernelException(String message, Throwable cause) {
        super(message, cause);
    }
}
