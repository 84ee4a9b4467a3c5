package dev.skep.bench.codegen;

import java.io.IOException;
import java.util.Arrays;

/**
 * Nanoseconds of a run, as the kernel counts them. What else the machine does makes runs longer and never shorter, so of
 * a round's bursts the shortest counts; of the rounds, each with programs that are loaded anew, the median.
 */
final class Timing {
    private static final int WARM_UP = 2000;
    private static final int BURSTS = 25;
    /** Events: the records of so many fit into a ring buffer at once. */
    private static final int BURST = 2000;
    /** Of the runs, those for other processes than the traced one: more than that, and the burst does not count. */
    private static final double FOREIGN = 0.02;

    private final double[] rounds;
    private int count;

    Timing(int rounds) {
        this.rounds = new double[rounds];
    }

    /** Adds a round. */
    void round(Attached programs, Workload workload) throws IOException {
        int size = programs.ids().size();
        workload.run(WARM_UP);
        programs.drain();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < BURSTS; i++) {
            Attached.Runs before = programs.runs();
            workload.run(BURST);
            Attached.Runs after = programs.runs();
            programs.drain();
            double events = (double) (after.runs() - before.runs()) / size;
            if (events <= BURST * (1 + FOREIGN)) {
                best = Math.min(best, (after.nanos() - before.nanos()) / events);
            }
        }
        if (best == Double.POSITIVE_INFINITY) {
            throw new IOException("other processes make too many of the traced events");
        }
        rounds[count++] = best;
    }

    /** Nanoseconds for an event, all programs together; NaN if there was no round. */
    double median() {
        double[] sorted = Arrays.copyOf(rounds, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[count / 2];
    }
}
