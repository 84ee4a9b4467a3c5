package dev.skep.kernel.process;

import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What this process does on SIGINT and SIGTERM, as far as the Java library does not reach. */
public final class Signals {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** struct sigaction as the kernel has it: handler, flags, restorer, mask, 64 bits each. All zero is SIG_DFL. */
    private static final int ACTION_BYTES = 32;

    private static final int MASK_BYTES = 8;
    private static final long IGNORED = 1;

    private Signals() {}

    /**
     * Makes SIGINT end the JVM as SIGTERM does, if it was ignored when the process began. A shell without job control
     * starts background commands so (POSIX, "Asynchronous Lists"), and the JVM leaves a signal alone that was ignored.
     */
    public static void heedInterrupt() {
        ByteBuffer action = Memory.allocate(ACTION_BYTES);
        exchange(SIGINT, null, action);
        if (action.getLong(0) == IGNORED) {
            exchange(SIGTERM, null, action);
            exchange(SIGINT, action, null);
        }
        Memory.keep(action);
    }

    /** Makes the next SIGINT or SIGTERM end the process at once. */
    public static void endAtOnce() {
        ByteBuffer action = Memory.allocate(ACTION_BYTES);
        exchange(SIGINT, action, null);
        exchange(SIGTERM, action, null);
        Memory.keep(action);
    }

    private static void exchange(int signal, @Nullable ByteBuffer set, @Nullable ByteBuffer was) {
        long result = Sys.call(
                SystemCall.RT_SIGACTION,
                signal,
                set == null ? 0 : Memory.address(set),
                was == null ? 0 : Memory.address(was),
                MASK_BYTES);
        if (result < 0) {
            throw Failure.of("take signal " + signal + ": rt_sigaction", result);
        }
    }
}
