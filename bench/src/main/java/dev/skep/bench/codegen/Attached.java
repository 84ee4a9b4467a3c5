package dev.skep.bench.codegen;

import dev.skep.kernel.program.ProgramInfo;
import java.util.List;

/** Programs that are attached, until this is closed. */
interface Attached extends AutoCloseable {
    /** The kernel's ids of the programs. */
    List<Integer> ids();

    /** Takes out of the way what the programs wrote for user space. */
    void drain();

    @Override
    void close();

    /**
     * What the programs have done so far.
     *
     * @param nanos all the time spent in them
     * @param runs all their runs
     */
    record Runs(long nanos, long runs) {}

    /** Their runs so far. */
    default Runs runs() {
        long nanos = 0;
        long runs = 0;
        for (int id : ids()) {
            ProgramInfo info = info(id);
            nanos += info.runTimeNanos();
            runs += info.runCount();
        }
        return new Runs(nanos, runs);
    }

    /** How many instructions the kernel made of them. */
    default int loadedInstructions() {
        int bytes = 0;
        for (int id : ids()) {
            bytes += info(id).translatedBytes();
        }
        return bytes / Long.BYTES;
    }

    private static ProgramInfo info(int id) {
        ProgramInfo info = ProgramInfo.ofId(id);
        if (info == null) {
            throw new IllegalStateException("program " + id + " is gone");
        }
        return info;
    }
}
