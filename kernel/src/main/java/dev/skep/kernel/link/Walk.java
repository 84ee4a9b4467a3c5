package dev.skep.kernel.link;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;

/**
 * One walk of an iterator: while it is read, the kernel runs a program for each object, in this thread. Whoever reads {@code
 * n} bytes gets at most {@code n} objects past if the program writes a byte for each ({@code bpf_seq_write}); of a program
 * that writes nothing one read takes up to a million.
 *
 * <p>Source: {@code kernel/bpf/bpf_iter.c}, {@code Documentation/bpf/bpf_iterators.rst}.
 */
public final class Walk implements AutoCloseable {
    /** {@code union bpf_iter_link_info}: of tasks 0 tid, 4 pid, 8 pid_fd; of cgroups 0 order, 4 fd, 8 id. */
    private static final int INFO_BYTES = 16;

    private static final int PROCESS = 4;
    /** {@code BPF_CGROUP_ITER_DESCENDANTS_PRE}; without a cgroup, from the root. */
    private static final int PARENTS_FIRST = 2;

    private final String target;
    private final Fd link;
    private final Fd file;
    private final ByteBuffer buffer;

    private Walk(String target, Fd link, Fd file, int bytes) {
        this.target = target;
        this.link = link;
        this.file = file;
        this.buffer = Memory.allocate(bytes);
    }

    /**
     * Begins a walk.
     *
     * @param bytes how many a {@link #read} takes at most
     * @throws KernelException if the kernel refuses, with the reason
     */
    public static Walk open(Program program, AttachSpec.Iterator spec, int bytes) {
        String target = "iterator " + spec.name();
        Fd link = link(program, spec);
        long file = Bpf.iteratorCreate(link.number());
        if (file < 0) {
            link.close();
            throw Failure.of(
                    "walk " + target + ": " + BpfCommand.ITER_CREATE.call(), file, Capability.BPF, Capability.PERFMON);
        }
        return new Walk(target, link, Fd.of(file), bytes);
    }

    /**
     * Makes a file in a BPF file system whose every reading walks the iterator. It stays, and the program with it, until
     * the file is removed.
     *
     * @throws KernelException if the kernel refuses, with the reason
     */
    public static void pin(Program program, AttachSpec.Iterator spec) {
        try (Fd link = link(program, spec)) {
            long result = Bpf.objectPin(link.number(), spec.pin());
            if (result < 0) {
                throw pinFailure("pin iterator " + spec.name() + " to " + spec.pin() + ": bpf(OBJ_PIN)", result);
            }
        }
    }

    private static Fd link(Program program, AttachSpec.Iterator spec) {
        ByteBuffer info = Memory.allocate(INFO_BYTES);
        boolean cgroups = spec.name().equals("cgroup");
        if (cgroups) {
            info.putInt(0, PARENTS_FIRST);
        }
        info.putInt(PROCESS, spec.process());
        int bytes = cgroups || spec.process() != 0 ? INFO_BYTES : 0;
        long result = Bpf.linkIterator(program.fd(), bytes == 0 ? 0 : Memory.address(info), bytes);
        Memory.keep(info);
        if (result >= 0) {
            return Fd.of(result);
        }
        String operation = "attach iterator " + spec.name() + ": " + BpfCommand.LINK_CREATE.call();
        if (result == -Errno.EINVAL && spec.process() != 0) {
            throw new UnsupportedFeatureException(operation, "a walk of one process", "needs kernel 6.1");
        }
        throw Failure.of(operation, result, Capability.BPF, Capability.PERFMON);
    }

    private static KernelException pinFailure(String operation, long result) {
        return switch ((int) -result) {
            case Errno.EEXIST ->
                new SyscallException(
                        operation, Errno.EEXIST, "something is pinned there: remove it, or choose another name");
            case Errno.ENOENT ->
                new SyscallException(
                        operation,
                        Errno.ENOENT,
                        "there is no such directory; a BPF file system is mounted with: mount -t bpf bpf /sys/fs/bpf");
            case Errno.EPERM, Errno.EINVAL ->
                new SyscallException(
                        operation,
                        (int) -result,
                        "the file must lie in a BPF file system, as /sys/fs/bpf mostly is, and have no '.' in its name");
            default -> Failure.of(operation, result, Capability.BPF);
        };
    }

    /** What is walked: {@code iterator task}. */
    public String target() {
        return target;
    }

    /**
     * Runs the program for the next objects.
     *
     * @return whether there may be more
     * @throws KernelException if the kernel gives the walk up
     */
    public boolean read() {
        long result = Sys.call(SystemCall.READ, file.number(), Memory.address(buffer), buffer.capacity());
        Memory.keep(buffer);
        // After a million objects for which nothing was written the kernel takes breath.
        if (result >= 0 || result == -Errno.EAGAIN || result == -Errno.EINTR) {
            return result != 0;
        }
        throw Failure.of("walk " + target + ": read", result);
    }

    @Override
    public void close() {
        file.close();
        link.close();
    }

    @Override
    public String toString() {
        return "walk of " + target;
    }
}
