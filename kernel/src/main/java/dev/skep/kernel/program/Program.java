package dev.skep.kernel.program;

import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.kernel.Errno;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;

/** A program in the kernel, open until it is closed; what it is attached to keeps it alive beyond that. */
public final class Program implements AutoCloseable {
    private static final ByteBuffer NO_CONTEXT = Memory.allocate(0);
    private static final int MAX_ARGUMENTS = 12;

    private final Fd fd;
    private final ProgramSpec spec;

    Program(Fd fd, ProgramSpec spec) {
        this.fd = fd;
        this.spec = spec;
    }

    /** The name in its spec. */
    public String name() {
        return spec.name();
    }

    /** What it was made from. */
    public ProgramSpec spec() {
        return spec;
    }

    /** The file descriptor, valid until this program is closed. */
    public int fd() {
        return fd.number();
    }

    /**
     * Runs the program once, here and now, with no context ({@code BPF_PROG_TEST_RUN}; raw tracepoint programs need kernel
     * 5.10). That is how {@code begin} and {@code end} probes run.
     *
     * @return what the program returned
     */
    public int run() {
        return run(NO_CONTEXT, -1);
    }

    /**
     * Runs the program once on a context.
     *
     * @param context for a raw tracepoint program its arguments, 8 bytes each, at most 12; for a syscall program its
     *     context, into which it may write. A direct buffer, used whole
     * @param cpu where to run (raw tracepoint programs), or -1 for the CPU of the caller
     * @return what the program returned
     */
    public int run(ByteBuffer context, int cpu) {
        Bpf.TestRun run = Bpf.testRun(fd(), context, cpu);
        if (run.result() < 0) {
            String operation = "run program " + name() + ": " + BpfCommand.PROG_TEST_RUN.call();
            if (run.result() == -Errno.ENOTSUPP || run.result() == -Errno.EOPNOTSUPP) {
                throw new UnsupportedFeatureException(
                        operation, "a " + spec.type() + " program cannot be run on demand on this kernel", "");
            }
            throw Failure.of(operation, run.result(), Capability.BPF, Capability.PERFMON);
        }
        return run.value();
    }

    /** As {@link #run(ByteBuffer, int)}, with the arguments of a raw tracepoint. */
    public int run(long... arguments) {
        if (arguments.length > MAX_ARGUMENTS) {
            throw new IllegalArgumentException("a raw tracepoint has at most " + MAX_ARGUMENTS + " arguments");
        }
        ByteBuffer context = Memory.allocate(8 * arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            context.putLong(8 * i, arguments[i]);
        }
        return run(context, -1);
    }

    /** What the kernel knows of this program; run counts are kept only under {@link RunStatistics}. */
    public ProgramInfo info() {
        return ProgramInfo.read(fd.number(), "info program " + name());
    }

    /** Pins the program to a path in a BPF file system, where it stays until the file is removed. */
    public void pin(String path) {
        long result = Bpf.objectPin(fd(), path);
        if (result < 0) {
            throw Failure.of("pin program " + name() + " to " + path + ": bpf(OBJ_PIN)", result, Capability.BPF);
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name();
    }
}
