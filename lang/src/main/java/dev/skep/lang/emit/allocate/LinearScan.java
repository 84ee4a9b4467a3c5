package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Gives every interval a register, in the order in which the intervals start. Where none is free all through, an
 * interval is split: the part that is needed soonest keeps the register, the rest lies in memory until its next use that
 * wants one. Values are never changed, so that one store where a value is made serves all its pieces in memory.
 *
 * <p>Pieces begin before an instruction, or behind a call's reading of its arguments (an odd position), where the call
 * moves them together with the arguments.
 */
final class LinearScan {
    private static final int REGISTERS = Register.R10.number();

    /** Result first, then arguments from the last, which is asked for least, then what survives calls. */
    private static final int[] PREFERENCE = {0, 5, 4, 3, 2, 1, 6, 7, 8, 9};

    private final IntervalBuilder facts;
    private final PriorityQueue<Interval> waiting = new PriorityQueue<>();
    /** The intervals that hold a register at the current position, and those that do again after a hole. */
    private final List<Interval> active = new ArrayList<>();

    private final List<Interval> inactive = new ArrayList<>();
    private final int[] free = new int[REGISTERS];
    private final int[] lost = new int[REGISTERS];

    LinearScan(IntervalBuilder facts) {
        this.facts = facts;
        for (Interval interval : facts.intervals()) {
            if (interval != null) {
                waiting.add(interval);
            }
        }
    }

    void run() {
        for (Interval current = waiting.poll(); current != null; current = waiting.poll()) {
            moveOn(current.start());
            if (!takeFree(current)) {
                takeBlocked(current);
            }
        }
    }

    /** Sorts the intervals that have a register by whether they hold it at this position. */
    private void moveOn(int position) {
        int holding = active.size();
        for (int i = holding - 1; i >= 0; i--) {
            Interval interval = active.get(i);
            if (!interval.covers(position)) {
                remove(active, i);
                if (interval.end() > position) {
                    inactive.add(interval);
                }
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval interval = inactive.get(i);
            if (interval.end() <= position) {
                remove(inactive, i);
            } else if (interval.covers(position)) {
                remove(inactive, i);
                active.add(interval);
            }
        }
    }

    private static void remove(List<Interval> list, int index) {
        Interval last = list.removeLast();
        if (index < list.size()) {
            list.set(index, last);
        }
    }

    private static Register registerOf(Interval interval) {
        Register register = interval.register();
        if (register == null) {
            throw new IllegalStateException(interval + " is in memory");
        }
        return register;
    }

    /** Finds, for each register, the first position at which a call takes it from the interval. */
    private void findLost(Interval current) {
        int byCall = current.firstCovered(facts.clobbers(Register.R1), facts.clobberCount(Register.R1));
        Arrays.fill(lost, Interval.NEVER);
        for (int i = Register.R1.number(); i <= Register.R5.number(); i++) {
            lost[i] = byCall;
        }
        lost[0] = current.firstCovered(facts.clobbers(Register.R0), facts.clobberCount(Register.R0));
    }

    /** Takes a register that is free at the interval's start, and splits the interval where it is not free any more. */
    private boolean takeFree(Interval current) {
        findLost(current);
        System.arraycopy(lost, 0, free, 0, REGISTERS);
        for (Interval interval : active) {
            free[registerOf(interval).number()] = 0;
        }
        for (Interval interval : inactive) {
            int number = registerOf(interval).number();
            free[number] = Math.min(free[number], interval.intersection(current, current.start()));
        }
        int best = choose(current);
        if (free[best] <= current.start()) {
            return false;
        }
        if (free[best] < current.end()) {
            waiting.add(current.splitAt(free[best]));
        }
        hold(current, Register.of(best));
        return true;
    }

    /**
     * A register that is free all through: the one hinted at, or else the first by preference. If there is none, the one
     * that is free longest.
     */
    private int choose(Interval current) {
        Register hint = current.hint();
        if (hint != null && free[hint.number()] >= current.end()) {
            return hint.number();
        }
        for (int i = 0; i < current.relatedCount(); i++) {
            Register same = current.relatedRegister(i);
            if (same != null && free[same.number()] >= current.end()) {
                return same.number();
            }
        }
        if (movesToSurvivor(current)) {
            for (int register = Register.R6.number(); register < REGISTERS; register++) {
                if (free[register] >= current.end()) {
                    return register;
                }
            }
        }
        int best = PREFERENCE[0];
        Register avoided = current.avoided();
        for (int register : PREFERENCE) {
            if (free[register] >= current.end() && (avoided == null || register != avoided.number())) {
                return register;
            }
            if (free[register] > free[best]) {
                best = register;
            }
        }
        return best;
    }

    /** Whether the value is moved to one that has no register yet and lives over a call, where only some registers will do. */
    private boolean movesToSurvivor(Interval current) {
        for (int i = 0; i < current.relatedCount(); i++) {
            Interval other = current.related(i);
            if (other.register() == null
                    && other.start() >= current.end() - 1
                    && other.firstCovered(facts.clobbers(Register.R1), facts.clobberCount(Register.R1))
                            != Interval.NEVER) {
                return true;
            }
        }
        return false;
    }

    private void hold(Interval interval, Register register) {
        interval.assign(register);
        active.add(interval);
    }

    /** Takes the register whose holder is needed last, or leaves the interval itself in memory if that is it. */
    private void takeBlocked(Interval current) {
        int start = current.start();
        int[] needed = free;
        System.arraycopy(lost, 0, needed, 0, REGISTERS);
        for (Interval interval : active) {
            int number = registerOf(interval).number();
            needed[number] = Math.min(needed[number], needAfter(interval, start));
        }
        for (Interval interval : inactive) {
            if (interval.intersection(current, start) != Interval.NEVER) {
                int number = registerOf(interval).number();
                needed[number] = Math.min(needed[number], needAfter(interval, start));
            }
        }
        int best = 0;
        for (int i = 1; i < REGISTERS; i++) {
            if (needed[i] > needed[best]) {
                best = i;
            }
        }
        int wanted = current.nextRegisterUse(start);
        if (needed[best] <= wanted && wanted > start) {
            leaveInMemory(current);
            return;
        }
        if (needed[best] <= start) {
            throw new IllegalStateException("no register for " + current);
        }
        Register register = Register.of(best);
        if (lost[best] < current.end()) {
            waiting.add(current.splitAt(lost[best]));
        }
        evict(register, current);
        hold(current, register);
    }

    /** When an interval that holds a register needs it next: what is read here can still be read from memory. */
    private static int needAfter(Interval interval, int position) {
        return interval.nextRegisterUse(position) == position
                ? position
                : Math.max(interval.nextUse(position), position + 1);
    }

    /** Sends those that hold a register while the interval needs it to memory. */
    private void evict(Register register, Interval current) {
        int start = current.start();
        for (int i = active.size() - 1; i >= 0; i--) {
            Interval interval = active.get(i);
            if (interval.register() == register) {
                remove(active, i);
                leaveInMemory(interval.start() == start ? interval : interval.splitAt(start));
            }
        }
        for (int i = inactive.size() - 1; i >= 0; i--) {
            Interval interval = inactive.get(i);
            if (interval.register() == register && interval.intersection(current, start) != Interval.NEVER) {
                remove(inactive, i);
                leaveInMemory(interval.splitAt(start));
            }
        }
    }

    /** Leaves an interval in memory up to its first use that wants a register; from there on it waits for one. */
    private void leaveInMemory(Interval interval) {
        interval.assign(null);
        interval.needMemory();
        int wanted = interval.nextRegisterUse(interval.start());
        if (wanted != Interval.NEVER) {
            waiting.add(interval.splitAt(wanted));
        }
    }
}
