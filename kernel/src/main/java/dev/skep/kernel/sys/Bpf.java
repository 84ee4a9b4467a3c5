package dev.skep.kernel.sys;

import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.kernel.Errno;
import java.nio.ByteBuffer;

/**
 * The bpf(2) commands. Results are what the kernel returned (a file descriptor, a count, 0) or {@code -errno}; who calls
 * knows the operation that a message must name.
 *
 * <p>Addresses are of native memory that the caller keeps alive.
 */
public final class Bpf {
    /** {@code BPF_F_TEST_RUN_ON_CPU}. */
    private static final int TEST_RUN_ON_CPU = 1;
    /** {@code BPF_LOG_LEVEL1}: the way to where the verifier stopped. */
    private static final int LOG_COMPLAINT = 1;
    /** {@code BPF_LOG_LEVEL2}: every instruction walked, with the state after it. */
    private static final int LOG_ALL = 2;
    /** {@code BPF_LOG_STATS}. */
    private static final int LOG_STATISTICS = 4;
    /** A load is interrupted by signals now and then; the kernel says {@code EAGAIN} and means it. */
    private static final int LOAD_ATTEMPTS = 5;

    private Bpf() {}

    private static long call(BpfCommand command, CallFrame frame, int size) {
        return Sys.call(SystemCall.BPF, command.ordinal(), frame.attributeAddress(), size);
    }

    public static long mapCreate(MapSpec spec, int innerFd) {
        CallFrame frame = CallFrame.current();
        int size = BpfAttr.mapCreate(
                frame.attribute(BpfAttr.MAP_CREATE_SIZE),
                spec.type().id(),
                spec.keySize(),
                spec.valueSize(),
                spec.maxEntries(),
                spec.flags(),
                innerFd,
                spec.name());
        return call(BpfCommand.MAP_CREATE, frame, size);
    }

    /** Any of the commands on one element: lookup, update, delete, next key, lookup and delete. */
    public static long element(BpfCommand command, int mapFd, long key, long value, long flags) {
        CallFrame frame = CallFrame.current();
        int size = BpfAttr.element(frame.attribute(BpfAttr.ELEMENT_SIZE), mapFd, key, value, flags);
        return call(command, frame, size);
    }

    /** A batch command's outcome: how many elements it handled, and 0 or {@code -errno}. */
    public record Batch(int count, int result) {}

    public static Batch batch(
            BpfCommand command, int mapFd, long in, long out, long keys, long values, int count, long flags) {
        CallFrame frame = CallFrame.current();
        int size = BpfAttr.batch(frame.attribute(BpfAttr.BATCH_SIZE), mapFd, in, out, keys, values, count, flags);
        long result = call(command, frame, size);
        // A command that is refused as a whole leaves the count that was asked for.
        boolean refused = switch ((int) -result) {
            case Errno.ENOTSUPP, Errno.EINVAL, Errno.EPERM, Errno.EACCES, Errno.EFAULT, Errno.EBADF -> true;
            default -> false;
        };
        return new Batch(refused ? 0 : BpfAttr.batchCount(frame.filled()), (int) result);
    }

    /** Loads a program; with a log if {@code log} is not empty, which stays nearly empty if the verifier takes the program. */
    public static long progLoad(ProgramLoad load, ByteBuffer log) {
        return progLoad(load, log, log.capacity() == 0 ? 0 : LOG_COMPLAINT);
    }

    /** Loads a program with a log of all that the verifier walks through. */
    public static long progLoadVerbosely(ProgramLoad load, ByteBuffer log) {
        return progLoad(load, log, LOG_ALL | LOG_STATISTICS);
    }

    private static long progLoad(ProgramLoad load, ByteBuffer log, int level) {
        ByteBuffer license = Memory.cString(load.license());
        long result = -Errno.EAGAIN;
        for (int i = 0; i < LOAD_ATTEMPTS && result == -Errno.EAGAIN; i++) {
            CallFrame frame = CallFrame.current();
            int size = BpfAttr.progLoad(
                    frame.attribute(BpfAttr.PROG_LOAD_FD_ARRAY_SIZE),
                    load,
                    Memory.address(license),
                    level == 0 ? 0 : Memory.address(log),
                    log.capacity(),
                    level);
            result = call(BpfCommand.PROG_LOAD, frame, size);
        }
        Memory.keep(license);
        Memory.keep(log);
        Memory.keep(load);
        return result;
    }

    public static long objectPin(int fd, String path) {
        return object(BpfCommand.OBJ_PIN, fd, path);
    }

    public static long objectGet(String path) {
        return object(BpfCommand.OBJ_GET, 0, path);
    }

    private static long object(BpfCommand command, int fd, String path) {
        ByteBuffer name = Memory.cString(path);
        CallFrame frame = CallFrame.current();
        int size = BpfAttr.object(frame.attribute(16), Memory.address(name), fd);
        long result = call(command, frame, size);
        Memory.keep(name);
        return result;
    }

    /** A descriptor of the object with this id: {@code PROG_}, {@code MAP_}, {@code BTF_} or {@code LINK_GET_FD_BY_ID}. */
    public static long fdById(BpfCommand command, int id) {
        CallFrame frame = CallFrame.current();
        return call(command, frame, BpfAttr.id(frame.attribute(16), id));
    }

    /** The next object id above this one, or {@code -ENOENT} after the last. */
    public static long nextId(BpfCommand command, int id) {
        CallFrame frame = CallFrame.current();
        long result = call(command, frame, BpfAttr.id(frame.attribute(16), id));
        return result < 0 ? result : frame.filled().getInt(4) & 0xffff_ffffL;
    }

    /** Fills {@code info} (zeroed, whole) with what the kernel knows of an object; returns how many bytes it wrote. */
    public static long info(int fd, ByteBuffer info) {
        CallFrame frame = CallFrame.current();
        long address = Memory.address(info);
        long result = call(
                BpfCommand.OBJ_GET_INFO_BY_FD, frame, BpfAttr.info(frame.attribute(16), fd, address, info.capacity()));
        Memory.keep(info);
        return result < 0 ? result : frame.filled().getInt(4);
    }

    /** Attaches to a raw tracepoint; a BTF-typed program has its target in itself and takes address 0. */
    public static long rawTracepointOpen(int programFd, long name) {
        CallFrame frame = CallFrame.current();
        return call(BpfCommand.RAW_TRACEPOINT_OPEN, frame, BpfAttr.rawTracepoint(frame.attribute(16), name, programFd));
    }

    public static long btfLoad(ByteBuffer btf, ByteBuffer log) {
        CallFrame frame = CallFrame.current();
        long logAddress = log.capacity() == 0 ? 0 : Memory.address(log);
        long btfAddress = Memory.address(btf);
        int size = BpfAttr.btfLoad(frame.attribute(32), btfAddress, btf.capacity(), logAddress, log.capacity());
        long result = call(BpfCommand.BTF_LOAD, frame, size);
        Memory.keep(btf);
        Memory.keep(log);
        return result;
    }

    /** A test run's outcome: the program's result, and 0 or {@code -errno}. */
    public record TestRun(int value, int result) {}

    /** Runs a program once on a context; on the given CPU, or where the caller runs if it is negative. */
    public static TestRun testRun(int programFd, ByteBuffer context, int cpu) {
        CallFrame frame = CallFrame.current();
        int bytes = context.capacity();
        long address = bytes == 0 ? 0 : Memory.address(context);
        int size = BpfAttr.testRun(
                frame.attribute(BpfAttr.TEST_RUN_SIZE),
                programFd,
                address,
                bytes,
                cpu < 0 ? 0 : TEST_RUN_ON_CPU,
                Math.max(cpu, 0));
        long result = call(BpfCommand.PROG_TEST_RUN, frame, size);
        Memory.keep(context);
        return new TestRun(BpfAttr.testRunResult(frame.filled()), (int) result);
    }

    public static long linkCreate(int programFd, int targetFd, int attachType) {
        CallFrame frame = CallFrame.current();
        return call(
                BpfCommand.LINK_CREATE,
                frame,
                BpfAttr.linkCreate(frame.attribute(24), programFd, targetFd, attachType));
    }

    /**
     * Attaches a program to an iterator.
     *
     * @param info the address of a {@code union bpf_iter_link_info}
     */
    public static long linkIterator(int programFd, long info, int infoBytes) {
        CallFrame frame = CallFrame.current();
        int type = AttachType.TRACE_ITER.id();
        int size = BpfAttr.linkIterator(frame.attribute(32), programFd, type, info, infoBytes);
        return call(BpfCommand.LINK_CREATE, frame, size);
    }

    /** A file whose reading walks an iterator once. */
    public static long iteratorCreate(int linkFd) {
        CallFrame frame = CallFrame.current();
        return call(BpfCommand.ITER_CREATE, frame, BpfAttr.iteratorCreate(frame.attribute(8), linkFd));
    }

    /** Attaches to kernel functions; {@code symbols} is an array of addresses of their names. */
    public static long linkKprobeMulti(int programFd, AttachType type, int count, long symbols) {
        CallFrame frame = CallFrame.current();
        int size = BpfAttr.linkKprobeMulti(frame.attribute(48), programFd, type.id(), count, symbols);
        return call(BpfCommand.LINK_CREATE, frame, size);
    }

    /**
     * Many places in a file.
     *
     * @param path the address of its name
     * @param offsets the address of an array of them, 8 bytes each
     * @param cookies the address of an array of as many numbers of 8 bytes, or 0
     * @param process the only process, or 0
     */
    public record UprobeMulti(long path, int count, long offsets, long cookies, boolean atReturn, int process) {}

    /** Attaches to places in a file (kernel 6.6). */
    public static long linkUprobeMulti(int programFd, UprobeMulti multi) {
        CallFrame frame = CallFrame.current();
        int type = AttachType.TRACE_UPROBE_MULTI.id();
        int size = BpfAttr.linkUprobeMulti(frame.attribute(64), programFd, type, multi);
        return call(BpfCommand.LINK_CREATE, frame, size);
    }

    /** A command whose only field is one number: {@code MAP_FREEZE}, {@code ENABLE_STATS}, {@code LINK_DETACH}. */
    public static long single(BpfCommand command, int value) {
        CallFrame frame = CallFrame.current();
        return call(command, frame, BpfAttr.single(frame.attribute(8), value));
    }
}
