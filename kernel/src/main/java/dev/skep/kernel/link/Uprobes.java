package dev.skep.kernel.link;

import dev.skep.bpf.spec.AttachSpec;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Attaches programs to places in user programs: by a perf event each, or many by one link where the kernel has them.
 *
 * <p>Sources: {@code kernel/trace/trace_uprobe.c}, {@code kernel/trace/bpf_trace.c}, {@code kernel/events/uprobes.c}.
 */
final class Uprobes {
    private static final String SOURCE = "/sys/bus/event_source/devices/uprobe/";
    /** The kernel takes no more places in one link ({@code MAX_UPROBE_MULTI_CNT}). */
    private static final int MOST = 1 << 20;

    private Uprobes() {}

    static Link attach(Program program, AttachSpec.Uprobe place) {
        String target = target(place);
        int type = number(SOURCE + "type", "");
        long config = place.atReturn() ? 1L << number(SOURCE + "format/retprobe", "config:") : 0;
        ByteBuffer path = Memory.cString(place.path());
        long event = PerfEvent.openUprobe(type, config, Memory.address(path), place.offset(), place.process());
        Memory.keep(path);
        if (event < 0) {
            throw failure("attach " + target + ": perf_event_open", place, event);
        }
        Bound bound = new Bound(program, target);
        try {
            bound.add(Fd.of(event));
            return bound.link();
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    static Link attach(Program program, AttachSpec.UprobeMulti multi) {
        List<Fd> links = new ArrayList<>(1);
        String target = target(multi);
        try {
            for (int from = 0; from < multi.places().size(); from += MOST) {
                links.add(
                        link(program, multi, from, Math.min(MOST, multi.places().size() - from)));
            }
            return new Link(target, links, List.of());
        } catch (RuntimeException e) {
            new Link(target, links, List.of()).close();
            throw e;
        }
    }

    private static Fd link(Program program, AttachSpec.UprobeMulti multi, int from, int count) {
        long result = create(program, multi, from, count);
        if (result >= 0) {
            return Fd.of(result);
        }
        String call = ": " + BpfCommand.LINK_CREATE.call();
        // Which of them the kernel refuses it does not say.
        for (int i = from; count > 1 && i < from + count; i++) {
            long alone = create(program, multi, i, 1);
            if (alone < 0) {
                AttachSpec.Uprobe place = multi.places().get(i);
                throw failure("attach " + target(place) + call, place, alone);
            }
            Fd.of(alone).close();
        }
        throw failure("attach " + target(multi) + call, multi.places().getFirst(), result);
    }

    private static long create(Program program, AttachSpec.UprobeMulti multi, int from, int count) {
        AttachSpec.Uprobe first = multi.places().getFirst();
        ByteBuffer path = Memory.cString(first.path());
        ByteBuffer offsets = Memory.allocate(count * Long.BYTES);
        ByteBuffer cookies = Memory.allocate(count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            offsets.putLong(i * Long.BYTES, multi.places().get(from + i).offset());
            cookies.putLong(i * Long.BYTES, from + i);
        }
        long result = Bpf.linkUprobeMulti(
                program.fd(),
                new Bpf.UprobeMulti(
                        Memory.address(path),
                        count,
                        Memory.address(offsets),
                        Memory.address(cookies),
                        first.atReturn(),
                        first.process()));
        Memory.keep(path);
        Memory.keep(offsets);
        Memory.keep(cookies);
        return result;
    }

    private static RuntimeException failure(String operation, AttachSpec.Uprobe place, long result) {
        return switch ((int) -result) {
            case Errno.ENOENT -> new SyscallException(operation, (int) -result, "is " + place.path() + " still there?");
            case Errno.ESRCH ->
                new SyscallException(operation, Errno.ESRCH, "process " + place.process() + " has ended");
            case Errno.EINVAL ->
                new SyscallException(
                        operation, Errno.EINVAL, "the file must be a regular one, and the place be within it");
            case Errno.ENOTSUPP, Errno.EOPNOTSUPP ->
                new SyscallException(
                        operation, (int) -result, "the kernel cannot put a breakpoint on the instruction there");
            default -> Failure.of(operation, result, Capability.BPF, Capability.PERFMON);
        };
    }

    private static String target(AttachSpec.Uprobe place) {
        return kind(place) + place.path() + ":" + place.name();
    }

    private static String target(AttachSpec.UprobeMulti multi) {
        AttachSpec.Uprobe first = multi.places().getFirst();
        int more = multi.places().size() - 1;
        return target(first) + (more == 0 ? "" : " and " + more + " more");
    }

    private static String kind(AttachSpec.Uprobe place) {
        return place.atReturn() ? "uretprobe " : "uprobe ";
    }

    /** The number behind a prefix in a file of the event source. */
    private static int number(String file, String prefix) {
        long opened = KernelFile.open(KernelFile.CURRENT_DIRECTORY, file);
        if (opened < 0) {
            throw new UnsupportedFeatureException(
                    "uprobes",
                    "this kernel has no event source for them",
                    "needs kernel 4.17, built with CONFIG_UPROBE_EVENTS");
        }
        Fd.of(opened).close();
        String text = KernelFile.text(file).strip();
        return Integer.parseInt(text, prefix.length(), text.length(), 10);
    }
}
