package dev.skep.kernel.link;

import dev.skep.bpf.spec.AttachType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.PerfEvent;
import java.util.ArrayList;
import java.util.List;

/** The perf events that one program is being bound to, until they make a {@link Link}. */
final class Bound {
    private final Program program;
    private final String target;
    private final List<Fd> programs = new ArrayList<>(2);
    private final List<Fd> events = new ArrayList<>(2);

    Bound(Program program, String target) {
        this.program = program;
        this.target = target;
    }

    /** Takes over an event and makes it run the program. */
    void add(Fd event) {
        long link = Bpf.linkCreate(program.fd(), event.number(), AttachType.PERF_EVENT.id());
        if (link >= 0) {
            programs.add(Fd.of(link));
            events.add(event);
            return;
        }
        // Kernels before 5.15 have no links for perf events: there the program stays until the event is closed.
        programs.add(event);
        if (link != -Errno.EINVAL) {
            throw failure(BpfCommand.LINK_CREATE.call(), link);
        }
        long result = PerfEvent.setProgram(event.number(), program.fd());
        if (result < 0) {
            throw failure("ioctl(PERF_EVENT_IOC_SET_BPF)", result);
        }
    }

    private RuntimeException failure(String call, long result) {
        String operation = "attach " + target + ": " + call;
        return switch ((int) -result) {
            case Errno.EACCES ->
                new SyscallException(operation, Errno.EACCES, "the program reads beyond the end of the event's record");
            case Errno.E2BIG ->
                new SyscallException(operation, Errno.E2BIG, "a tracepoint runs at most 64 programs, and has them all");
            default -> Failure.of(operation, result, Capability.BPF, Capability.PERFMON);
        };
    }

    Link link() {
        return new Link(target, programs, events);
    }

    void close() {
        link().close();
    }
}
