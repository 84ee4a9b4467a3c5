package dev.skep.bench.event;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls getppid(2), the cheapest system call that the C library does not answer itself, and takes the time. */
final class Calls {
    private static final MethodHandle GETPPID = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("getppid").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private static final int BURST = 20_000;
    private static final int BURSTS = 60;

    private Calls() {}

    /** Nanoseconds of a call in the shortest of many bursts: whatever else the machine does makes a burst longer only. */
    static double nanos() {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < BURSTS; i++) {
            long start = System.nanoTime();
            burst();
            best = Math.min(best, (double) (System.nanoTime() - start) / BURST);
        }
        return best;
    }

    private static void burst() {
        try {
            for (int i = 0; i < BURST; i++) {
                int parent = (int) GETPPID.invokeExact();
                if (parent < 0) {
                    throw new IllegalStateException("getppid never fails");
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
