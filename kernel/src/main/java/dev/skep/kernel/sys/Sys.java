package dev.skep.kernel.sys;

import dev.skep.kernel.UnsupportedFeatureException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * The one door to the kernel: the C library's {@code long syscall(long number, ...)} with six arguments and the captured
 * {@code errno}, as one method handle.
 *
 * <p>Every native shape costs milliseconds at start-up, and so does the first access through a {@link MemorySegment}
 * (its var handles), so all system calls share this shape, and everything that is passed in memory is written through
 * {@link ByteBuffer}s. The handle is made when this class is initialised; {@code Kernel.prepare()} does that ahead of use.
 */
public final class Sys {
    private Sys() {}

    /** Made when it is first used; only where the system calls' numbers are known. */
    private static final class Handle {
        static final MethodHandle SYSCALL = link();

        private static MethodHandle link() {
            Linker linker = Linker.nativeLinker();
            var number = ValueLayout.JAVA_LONG;
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(number, number, number, number, number, number, number, number),
                    Linker.Option.captureCallState("errno"));
        }
    }

    /** Makes sure that the native call machinery is there: by a system call that only answers. */
    public static void prepare() {
        call(SystemCall.GETPID, 0);
    }

    /**
     * Makes a system call.
     *
     * @return what the kernel returned, or {@code -errno} if it failed; addresses of mappings are positive as well
     * @throws UnsupportedFeatureException on another system or machine than this library knows
     */
    public static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
        if (!Machine.SUPPORTED) {
            throw new UnsupportedFeatureException(
                    "tracing", "this is " + Machine.name(), "needs Linux on x86-64 or aarch64");
        }
        CallFrame frame = CallFrame.current();
        long result;
        try {
            result = (long) Handle.SYSCALL.invokeExact(frame.errno(), (long) call.number(), a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new IllegalStateException("the native linker failed on " + call, t);
        }
        return result == -1 ? -frame.errnoValue() : result;
    }

    public static long call(SystemCall call, long a, long b, long c, long d) {
        return call(call, a, b, c, d, 0, 0);
    }

    public static long call(SystemCall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    public static long call(SystemCall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }
}
