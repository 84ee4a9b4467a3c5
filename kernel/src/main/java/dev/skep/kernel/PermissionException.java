package dev.skep.kernel;

/** The kernel refused an operation for want of rights ({@code EPERM}, {@code EACCES}). The message says which and how to get them. */
public final class PermissionException extends KernelException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;

    /**
     * @param operation what was being done, ending in the system call's name
     * @param errno {@link Errno#EPERM} or {@link Errno#EACCES}; 0 if the kernel was not asked
     * @param wayOut what is missing, and how to get it
     */
    public PermissionException(String operation, int errno, String wayOut) {
        super(operation + (errno == 0 ? "" : ": " + Errno.describe(errno)) + "; " + wayOut);
        this.operation = operation;
        this.errno = errno;
    }

    /** What was being done, ending in the system call's name. */
    public String operation() {
        return operation;
    }

    /** The error number, as in {@link Errno}; 0 if the kernel was not asked. */
    public int errno() {
        return errno;
    }
}
