package dev.skep.kernel;

/** A system call failed for another reason than missing rights. */
public final class SyscallException extends KernelException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;

    /**
     * @param operation what was being done, ending in the system call: {@code "create map counts: bpf(MAP_CREATE)"}
     * @param errno the kernel's error number, positive
     */
    public SyscallException(String operation, int errno) {
        this(operation, errno, "");
    }

    /** @param wayOut what the user can do about it, or empty */
    public SyscallException(String operation, int errno, String wayOut) {
        super(operation + ": " + Errno.describe(errno) + (wayOut.isEmpty() ? "" : "; " + wayOut));
        this.operation = operation;
        this.errno = errno;
    }

    /** What was being done, ending in the system call's name. */
    public String operation() {
        return operation;
    }

    /** The error number, as in {@link Errno}. */
    public int errno() {
        return errno;
    }
}
