package dev.skep.kernel.sys;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.PermissionException;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.capability.Capability;

/** Turns an error number into the exception that says what was being done and what would help. */
public final class Failure {
    private Failure() {}

    /**
     * The exception for a failed call.
     *
     * @param operation what was being done, ending in the call's name
     * @param result the call's result, {@code -errno}
     * @param needed the capabilities that the operation takes
     */
    public static KernelException of(String operation, long result, Capability... needed) {
        return of(operation, result, Capabilities.current(), needed);
    }

    static KernelException of(String operation, long result, Capabilities current, Capability... needed) {
        int errno = (int) -result;
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> new PermissionException(operation, errno, wayOut(current, needed));
            case Errno.EMFILE ->
                new SyscallException(operation, errno, "raise the limit of open files (ulimit -n, LimitNOFILE=)");
            default -> new SyscallException(operation, errno);
        };
    }

    private static String wayOut(Capabilities current, Capability... needed) {
        StringBuilder all = new StringBuilder();
        boolean missing = false;
        for (Capability capability : needed) {
            all.append(all.isEmpty() ? "" : " and ").append(capability.kernelName());
            missing |= !current.has(capability);
        }
        if (missing || needed.length == 0) {
            return "needs " + (needed.length == 0 ? "" : all + " or ") + "root";
        }
        return "this process has " + all + ", so a policy of this kernel refuses it"
                + " (lockdown, a security module, a container's system call filter or user namespace)";
    }
}
