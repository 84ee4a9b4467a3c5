package dev.skep.lang.property;

import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.evaluate.Occasion;
import dev.skep.lang.generate.Event;
import dev.skep.lang.generate.Generator;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A script to compare, and what else there is to a comparison: limits and runs, which follow from the seed.
 *
 * @param text the script
 */
record Case(long seed, String text) {
    private static final int[] STRINGS = {8, 16, 64, 64, 200};
    private static final int RING = 1 << 18;

    /** The script of a seed. */
    static Case of(long seed) {
        return new Case(seed, Generator.script(seed));
    }

    Case with(String other) {
        return new Case(seed, other);
    }

    /** Small limits, so that they are met. */
    Limits limits() {
        Random random = new Random(seed);
        return new Limits(2 + random.nextInt(8), STRINGS[random.nextInt(STRINGS.length)], 64, RING);
    }

    /**
     * The runs: each probe in turn, a few times over.
     *
     * @param probes those of the script, in order
     * @param address where the event's string lies
     * @param ringFills whether the ring buffer may be full
     */
    List<Occasion> occasions(List<ProbePoint> probes, long address, boolean ringFills) {
        Random random = new Random(seed + 1);
        List<Occasion> occasions = new ArrayList<>();
        for (int round = 1 + random.nextInt(3); round > 0; round--) {
            for (int probe = 0; probe < probes.size(); probe++) {
                boolean record = probes.get(probe).type() == ProgramType.TRACEPOINT;
                byte[] event = Event.make(random, record ? Event.COMMON : 0, address);
                boolean full = random.nextInt(8) == 0;
                occasions.add(new Occasion(probe, event, full && ringFills));
            }
        }
        return occasions;
    }
}
