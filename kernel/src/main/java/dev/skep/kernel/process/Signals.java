package dev.skep.kernel.process;

import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;

/** Signals of this process, as far as the Java library does not reach. */
public final class Signals {
    /** struct sigaction as the kernel has it: handler, flags, restorer, mask, 64 bits each. All zero is SIG_DFL. */
    private static final int ACTION_BYTES = 32;

    private static final int MASK_BYTES = 8;

    private Signals() {}

    /**
     * Gives a signal its default action. A shell without job control starts a command in the background with SIGINT
     * ignored (POSIX, "Asynchronous Lists"), and the JVM then does not take it, whoever asks.
     *
     * @param signal its number
     */
    public static void restoreDefault(int signal) {
        ByteBuffer action = Memory.allocate(ACTION_BYTES);
        long result = Sys.call(SystemCall.RT_SIGACTION, signal, Memory.address(action), 0, MASK_BYTES);
        Memory.keep(action);
        if (result < 0) {
            throw Failure.of("take signal " + signal + ": rt_sigaction", result);
        }
    }
}
