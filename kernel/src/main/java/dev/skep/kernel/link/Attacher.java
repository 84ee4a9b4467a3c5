package dev.skep.kernel.link;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.Errno;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.KernelFile;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.PerfEvent;
import dev.skep.kernel.tracefs.Tracefs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Attaches programs: an {@link AttachSpec} says to what. An attachment is whole or not at all: if a step fails, what was
 * opened before it is closed.
 *
 * <p>Sources: man page perf_event_open(2), {@code kernel/trace/bpf_trace.c}, {@code kernel/events/core.c}.
 */
public final class Attacher {
    private static final String MAX_RATE = "/proc/sys/kernel/perf_event_max_sample_rate";

    private final Supplier<Tracefs> tracefs;

    /** @param tracefs asked only when a tracepoint is to be attached to */
    public Attacher(Supplier<Tracefs> tracefs) {
        this.tracefs = tracefs;
    }

    /**
     * Attaches a program to what its spec says.
     *
     * @throws IllegalArgumentException if it is one that is only run on demand, or by a {@link Walk}
     * @throws dev.skep.kernel.KernelException if the kernel refuses, with the reason and the way out
     */
    public Link attach(Program program) {
        return attach(program, program.spec().attach());
    }

    /** Attaches a program to something else than its spec says, of the same kind: one program may be attached many times. */
    public Link attach(Program program, AttachSpec spec) {
        if (spec instanceof AttachSpec.Tracepoint tracepoint) {
            return tracepoint(program, tracepoint);
        } else if (spec instanceof AttachSpec.RawTracepoint raw) {
            return raw(program, "raw tracepoint " + raw.name(), raw.name());
        } else if (spec instanceof AttachSpec.BtfRawTracepoint raw) {
            return raw(program, "raw tracepoint " + raw.name(), "");
        } else if (spec instanceof AttachSpec.Software software) {
            PerfEvent event = new PerfEvent(PerfEvent.TYPE_SOFTWARE, software.config(), software.period(), false, true);
            return onCpus(program, "software event " + software.config(), event, Cpus.online());
        } else if (spec instanceof AttachSpec.Profile profile) {
            return onCpus(program, "profile " + text(profile.rate()), clock(profile.rate()), Cpus.online());
        } else if (spec instanceof AttachSpec.Interval interval) {
            int[] one = {Cpus.online()[0]};
            return onCpus(program, "interval " + text(interval.rate()), clock(interval.rate()), one);
        } else if (spec instanceof AttachSpec.Uprobe uprobe) {
            return Uprobes.attach(program, uprobe);
        } else if (spec instanceof AttachSpec.UprobeMulti multi) {
            return Uprobes.attach(program, multi);
        }
        throw new IllegalArgumentException(program + " is run on demand or read, not attached");
    }

    /** Attaches all programs, or none: if one fails, the others are detached again. */
    public List<Link> attachAll(Iterable<Program> programs) {
        List<Link> links = new ArrayList<>();
        try {
            for (Program program : programs) {
                links.add(attach(program));
            }
            return links;
        } catch (RuntimeException e) {
            Link.closeAll(links);
            throw e;
        }
    }

    /**
     * A tracepoint's programs run on every CPU for every process, whatever the perf event through which they came is bound
     * to, and whether it counts or not. So it is opened on one CPU and stays disabled: were it enabled, that CPU would
     * also make perf samples that nobody reads.
     */
    private Link tracepoint(Program program, AttachSpec.Tracepoint spec) {
        String target = "tracepoint " + spec.category() + ":" + spec.name();
        int id = tracefs.get().id(spec.category(), spec.name());
        PerfEvent event = new PerfEvent(PerfEvent.TYPE_TRACEPOINT, id, 1, false, false);
        long result = event.open(0);
        if (result == -Errno.ENODEV) {
            result = event.open(Cpus.online()[0]);
        }
        Bound bound = new Bound(program, target);
        try {
            bound.add(opened(target, result, event));
            return bound.link();
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    private static Link onCpus(Program program, String target, PerfEvent event, int[] cpus) {
        Bound bound = new Bound(program, target);
        try {
            for (int cpu : cpus) {
                long result = event.open(cpu);
                if (result == -Errno.ENODEV && !isOnline(cpu)) {
                    // It went offline since the list was read: it has no events to miss.
                    continue;
                }
                bound.add(opened(target, result, event));
            }
            return bound.link();
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    private static boolean isOnline(int cpu) {
        for (int online : Cpus.online()) {
            if (online == cpu) {
                return true;
            }
        }
        return false;
    }

    private static Fd opened(String target, long result, PerfEvent event) {
        if (result >= 0) {
            return Fd.of(result);
        }
        String operation = "attach " + target + ": perf_event_open";
        if (result == -Errno.EINVAL && event.frequency()) {
            throw new SyscallException(
                    operation,
                    Errno.EINVAL,
                    "at most " + KernelFile.text(MAX_RATE).strip()
                            + " samples a second (kernel.perf_event_max_sample_rate)");
        }
        throw Failure.of(operation, result, Capability.PERFMON);
    }

    /** @param name empty for a program that knows its target by BTF */
    private static Link raw(Program program, String target, String name) {
        ByteBuffer text = Memory.cString(name);
        long result = Bpf.rawTracepointOpen(program.fd(), name.isEmpty() ? 0 : Memory.address(text));
        Memory.keep(text);
        if (result >= 0) {
            return new Link(target, List.of(Fd.of(result)), List.of());
        }
        if (result == -Errno.ENOENT) {
            throw new UnsupportedFeatureException(target, "this kernel has none of that name", "");
        }
        throw Failure.of(
                "attach " + target + ": " + BpfCommand.RAW_TRACEPOINT_OPEN.call(),
                result,
                Capability.BPF,
                Capability.PERFMON);
    }

    private static PerfEvent clock(AttachSpec.Rate rate) {
        boolean frequency = rate instanceof AttachSpec.Rate.Hertz;
        return new PerfEvent(PerfEvent.TYPE_SOFTWARE, PerfEvent.SOFTWARE_CPU_CLOCK, amount(rate), frequency, true);
    }

    private static long amount(AttachSpec.Rate rate) {
        return rate instanceof AttachSpec.Rate.Hertz hertz
                ? hertz.perSecond()
                : ((AttachSpec.Rate.Nanoseconds) rate).period();
    }

    private static String text(AttachSpec.Rate rate) {
        return amount(rate) + (rate instanceof AttachSpec.Rate.Hertz ? " hz" : " ns");
    }
}
