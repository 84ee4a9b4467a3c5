package dev.skep.lang.simulation;

import dev.skep.bpf.asm.Helper;
import java.util.List;

/** The helpers that call functions of the program back, as the kernel has them. */
final class Callbacks {
    /** {@code BPF_MAX_LOOPS}. */
    private static final long MAX_LOOPS = 8L << 20;

    private static final long EINVAL = -22;
    private static final long E2BIG = -7;

    /** A running program: calls one of its functions by what stands for a reference to it. */
    @FunctionalInterface
    interface Caller {
        long call(long function, long... arguments);
    }

    private Callbacks() {}

    static boolean contains(Helper helper) {
        return helper == Helper.LOOP || helper == Helper.FOR_EACH_MAP_ELEM;
    }

    static long run(Helper helper, long[] arguments, Environment world, Caller program) {
        if (arguments[3] != 0) {
            return EINVAL;
        }
        return helper == Helper.LOOP
                ? loop((int) arguments[0] & 0xffff_ffffL, arguments[1], arguments[2], program)
                : forEach(arguments[0], arguments[1], arguments[2], world, program);
    }

    /** How many rounds were made: a round that returns 1 is the last. */
    private static long loop(long rounds, long function, long closure, Caller program) {
        if (rounds > MAX_LOOPS) {
            return E2BIG;
        }
        for (long i = 0; i < rounds; i++) {
            if (stops(program.call(function, i, closure))) {
                return i + 1;
            }
        }
        return rounds;
    }

    private static long forEach(long map, long function, long closure, Environment world, Caller program) {
        List<Environment.Element> elements = world.elements(map);
        for (int i = 0; i < elements.size(); i++) {
            Environment.Element element = elements.get(i);
            if (stops(program.call(function, map, element.key(), element.value(), closure))) {
                return i + 1L;
            }
        }
        return elements.size();
    }

    /** The verifier wants to see that it is 0 or 1. */
    private static boolean stops(long result) {
        if (result != 0 && result != 1) {
            throw new IllegalStateException(
                    "At callback return the register R0 has " + result + " should have been in [0, 1]");
        }
        return result == 1;
    }
}
