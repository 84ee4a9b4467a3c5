package dev.skep.lang.explain;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.explain.Explanation.Count;
import dev.skep.lang.explain.Explanation.Program;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run of a program is about to cost, in nanoseconds, from what stands in it: good to tell one in a hundred from one
 * in ten, no more. The figures are those of the programs in {@code bench/} on one machine (Linux 6.18, x86-64), rounded.
 */
public final class CostModel {
    /** Of the instructions in a program, an event runs about half, three or four in a nanosecond. */
    private static final double INSTRUCTION = 0.15;

    private static final double CALL = 5;
    private static final double LOOK_UP = 15;
    private static final double UPDATE = 70;
    private static final double DELETE = 50;

    private CostModel() {}

    /** What getting to the program costs, which the kernel does not count as its run. */
    public static double attachment(AttachSpec attach) {
        return switch (attach) {
            case AttachSpec.RawTracepoint _, AttachSpec.BtfRawTracepoint _ -> 40;
            case AttachSpec.Tracepoint _ -> 80;
            case AttachSpec.Uprobe probe -> probe.atReturn() ? 2500 : 1500;
            case AttachSpec.UprobeMulti multi -> attachment(multi.places().getFirst());
            case AttachSpec.Software _, AttachSpec.Profile _, AttachSpec.Interval _ -> 1000;
            default -> 0;
        };
    }

    /** What a run of the program costs. */
    public static double run(Program program) {
        double nanos = program.instructions() * INSTRUCTION;
        for (Count call : program.calls()) {
            nanos += call.times() * call(call.what());
        }
        return nanos + maps(program);
    }

    private static double call(String helper) {
        return switch (helper) {
            // Counted as operations of maps; losses are rare.
            case "bpf_map_lookup_elem", "bpf_map_update_elem", "bpf_map_delete_elem" -> 0;
            case "bpf_get_stackid", "bpf_get_stack" -> 900;
            case "bpf_ringbuf_reserve" -> 50;
            case "bpf_ringbuf_submit", "bpf_ktime_get_ns", "bpf_ktime_get_boot_ns" -> 15;
            case "bpf_probe_read_kernel" -> 25;
            case "bpf_probe_read_kernel_str" -> 40;
            case "bpf_probe_read_user", "bpf_probe_read_user_str" -> 60;
            default -> CALL;
        };
    }

    /** A look-up that follows an insertion, and the insertion, happen once for each key: what an event costs is the first. */
    private static double maps(Program program) {
        Map<String, Integer> lookUps = new HashMap<>();
        for (Count operation : program.mapOperations()) {
            if (operation.what().startsWith("@") && operation.what().endsWith(" look-up")) {
                lookUps.put(map(operation), operation.times());
            }
        }
        double nanos = 0;
        for (Count operation : program.mapOperations()) {
            if (operation.what().startsWith(Explainer.SPARE)) {
                continue;
            }
            if (operation.what().endsWith(" update")) {
                Integer found = lookUps.get(map(operation));
                if (found == null) {
                    nanos += operation.times() * UPDATE;
                } else {
                    lookUps.put(map(operation), Math.max(1, found - operation.times()));
                }
            } else if (operation.what().endsWith(" delete")) {
                nanos += operation.times() * DELETE;
            }
        }
        for (int times : lookUps.values()) {
            nanos += times * LOOK_UP;
        }
        return nanos;
    }

    private static String map(Count operation) {
        return operation.what().substring(0, operation.what().indexOf(' '));
    }
}
