package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapCursor;
import dev.skep.lang.script.CompiledScript.Loss;
import java.nio.ByteBuffer;

/** Reads the counters of what programs could not do, and tells what is new since it last looked. */
final class LossMeter {
    private final BpfMap map;
    private final Loss[] losses = Loss.values();
    private final long[] told = new long[losses.length];
    private long exit;

    /** @param map a per-CPU array with one 64-bit counter for each {@link Loss} */
    LossMeter(BpfMap map) {
        this.map = map;
    }

    /**
     * Tells the sink of what was not told yet.
     *
     * @param all false for only what a user wants to know at once: lost events and full maps
     */
    void tell(Sink sink, boolean all) {
        try (MapCursor cursor = map.entries()) {
            while (cursor.next()) {
                int index = cursor.key().getInt(0);
                if (index == Loss.EXIT.ordinal()) {
                    exit = Math.max(exit, greatest(cursor.value()));
                } else if (index < losses.length && (all || urgent(losses[index]))) {
                    long total = sum(cursor.value());
                    if (total != told[index]) {
                        sink.notice(Notice.of(kind(losses[index]), total - told[index]));
                        told[index] = total;
                    }
                }
            }
        }
    }

    /** The code of an exit() for whose event there was no room, as far as it was seen; -1 if there was none. */
    int exitCode() {
        return (int) exit - 1;
    }

    private static boolean urgent(Loss loss) {
        return loss == Loss.EVENT || loss == Loss.MAP_FULL;
    }

    private static Notice.Kind kind(Loss loss) {
        return switch (loss) {
            case EVENT -> Notice.Kind.EVENTS;
            case MAP_FULL -> Notice.Kind.UPDATES;
            case STACK -> Notice.Kind.STACKS;
            case READ -> Notice.Kind.READS;
            case CONTENTION -> Notice.Kind.CONTENTION;
            case ROUNDS -> Notice.Kind.ROUNDS;
            case RUN -> Notice.Kind.RUNS;
            case EXIT -> throw new IllegalArgumentException("an exit() is no loss to tell of");
        };
    }

    private static long greatest(ByteBuffer parts) {
        long greatest = 0;
        for (int at = 0; at < parts.limit(); at += Long.BYTES) {
            greatest = Math.max(greatest, parts.getLong(at));
        }
        return greatest;
    }

    private static long sum(ByteBuffer parts) {
        long sum = 0;
        for (int at = 0; at < parts.limit(); at += Long.BYTES) {
            sum += parts.getLong(at);
        }
        return sum;
    }
}
