package dev.skep.bench.output;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** System calls that this process makes to be traced; nothing else in it makes these. */
final class Load {
    private static final int PIECE = 10_000;
    private static final long TICK_NANOS = 1_000_000;

    private final MethodHandle call;
    private int last;

    private Load(MethodHandle call) {
        this.call = call;
    }

    /** Calls dup(2) with numbers that are no open file's: the argument is traced, and the call fails. */
    static Load dup() {
        Linker linker = Linker.nativeLinker();
        return new Load(linker.downcallHandle(
                linker.defaultLookup().find("dup").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    /**
     * Calls so often at once.
     *
     * @param calls a multiple of 10,000
     * @return nanoseconds of a call: the lower quartile of the pieces of 10,000, since others who want the CPU make a piece
     *     longer only
     */
    double burst(int calls) {
        double[] pieces = new double[calls / PIECE];
        for (int i = 0; i < pieces.length; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < PIECE; j++) {
                once(Integer.MAX_VALUE);
            }
            pieces[i] = (double) (System.nanoTime() - start) / PIECE;
        }
        Arrays.sort(pieces);
        return pieces[pieces.length / 4];
    }

    /**
     * Calls at a pace, in each millisecond as often as is due by then.
     *
     * @return how often it called: less than asked for if the calls take too long
     */
    long paced(int perSecond, int seconds) {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long calls = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long due = (long) ((now - start) / 1e9 * perSecond);
            for (int i = 0; calls < due && i < PIECE; i++) {
                once(Integer.MAX_VALUE);
                calls++;
            }
            if (calls >= due) {
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
        return calls;
    }

    /** Calls once with each of so many different numbers. */
    void each(int numbers) {
        for (int i = 1; i <= numbers; i++) {
            once(Integer.MAX_VALUE - i);
        }
    }

    private void once(int number) {
        try {
            last = (int) call.invokeExact(number);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (last >= 0) {
            throw new IllegalStateException("file " + number + " is open");
        }
    }
}
