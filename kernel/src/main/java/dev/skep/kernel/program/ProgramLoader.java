package dev.skep.kernel.program;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.SourceLine;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.VerifierException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.ProgramLoad;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads one program. The verifier writes no log at first, which makes a load faster; if the kernel refuses, the program is
 * loaded again for the log.
 */
final class ProgramLoader {
    private static final ByteBuffer NO_LOG = Memory.allocate(0);
    private static final int FIRST_LOG_BYTES = 256 << 10;
    /** What every kernel takes: {@code UINT_MAX >> 8} before 5.15. */
    private static final int LARGEST_LOG_BYTES = (16 << 20) - 1;

    private ProgramLoader() {}

    static Program load(ProgramSpec spec, String license, Map<String, BpfMap> maps, KernelBtf btf) {
        return with(spec, license, maps, btf, load -> {
            long result = Bpf.progLoad(load, NO_LOG);
            return new Program(result >= 0 ? Fd.of(result) : loadWithLog(spec, load, result), spec);
        });
    }

    /** Loads for the log, and closes the program again. */
    static Verdict verify(ProgramSpec spec, String license, Map<String, BpfMap> maps, KernelBtf btf) {
        return with(spec, license, maps, btf, load -> verify(spec, load));
    }

    private static Verdict verify(ProgramSpec spec, ProgramLoad load) {
        for (int size = FIRST_LOG_BYTES; ; size = Math.min(4 * size, LARGEST_LOG_BYTES)) {
            ByteBuffer log = Memory.allocate(size);
            long result = Bpf.progLoadVerbosely(load, log);
            if (result >= 0) {
                Fd.of(result).close();
            }
            boolean full = result == -Errno.ENOSPC;
            if (!full || size == LARGEST_LOG_BYTES) {
                String text = Memory.text(log, 0, size);
                if (result < 0 && text.isBlank()) {
                    throw failure(spec, result, text);
                }
                return new Verdict(spec.name(), result >= 0 || full && accepts(load), text);
            }
        }
    }

    private static boolean accepts(ProgramLoad load) {
        long result = Bpf.progLoad(load, NO_LOG);
        if (result >= 0) {
            Fd.of(result).close();
        }
        return result >= 0;
    }

    /** Hands what bpf(2) is given for a program to {@code action}, while all that it refers to is there. */
    private static <T> T with(
            ProgramSpec spec,
            String license,
            Map<String, BpfMap> maps,
            KernelBtf btf,
            Function<ProgramLoad, T> action) {
        AttachSpec attach = spec.attach();
        int expected = 0;
        int target = 0;
        if (attach instanceof AttachSpec.BtfRawTracepoint raw) {
            expected = AttachType.TRACE_RAW_TP.id();
            target = rawTracepoint(spec, raw.name(), btf);
        } else if (attach instanceof AttachSpec.UprobeMulti) {
            expected = AttachType.TRACE_UPROBE_MULTI.id();
        } else if (attach instanceof AttachSpec.Iterator iterator) {
            expected = AttachType.TRACE_ITER.id();
            target = iterator(spec, iterator.name(), btf);
        }
        ByteBuffer code = ProgramLinker.link(spec, maps, btf);
        try (ProgramTypes types = ProgramTypes.load(spec)) {
            ProgramLoad load = new ProgramLoad(
                    spec.type().id(),
                    spec.name(),
                    license,
                    code,
                    spec.flags(),
                    expected,
                    target,
                    0,
                    types.debugInfo(),
                    null);
            return action.apply(load);
        }
    }

    /** The kernel names a raw tracepoint's arguments by a typedef {@code btf_trace_NAME}. */
    private static int rawTracepoint(ProgramSpec spec, String name, KernelBtf btf) {
        OptionalInt id = btf.types().find(BtfKind.TYPEDEF, "btf_trace_" + name);
        if (id.isEmpty()) {
            throw new UnsupportedFeatureException(
                    "load program " + spec.name(), "this kernel has no raw tracepoint " + name, "");
        }
        return id.getAsInt();
    }

    /** What an iterator passes to its programs are the parameters of a function {@code bpf_iter_NAME} that is never called. */
    private static int iterator(ProgramSpec spec, String name, KernelBtf btf) {
        OptionalInt id = btf.types().find(BtfKind.FUNCTION, "bpf_iter_" + name);
        if (id.isEmpty()) {
            throw new UnsupportedFeatureException(
                    "load program " + spec.name(), "this kernel has no iterator " + name, "");
        }
        return id.getAsInt();
    }

    /** Loads again, to learn what is wrong. */
    private static Fd loadWithLog(ProgramSpec spec, ProgramLoad load, long firstResult) {
        for (int size = FIRST_LOG_BYTES; ; size = Math.min(4 * size, LARGEST_LOG_BYTES)) {
            ByteBuffer log = Memory.allocate(size);
            long result = Bpf.progLoad(load, log);
            if (result >= 0) {
                return Fd.of(result);
            }
            // Where the log has no room, that is what the kernel says instead of what was wrong.
            boolean full = result == -Errno.ENOSPC;
            if (!full || size == LARGEST_LOG_BYTES) {
                throw failure(spec, full ? firstResult : result, Memory.text(log, 0, size));
            }
        }
    }

    private static KernelException failure(ProgramSpec spec, long result, String log) {
        if (log.isBlank()) {
            return Failure.of(
                    "load program " + spec.name() + ": bpf(PROG_LOAD)", result, Capability.BPF, Capability.PERFMON);
        }
        return new VerifierException(
                spec.name(), (int) -result, log, VerifierLog.summary(log), source(spec, VerifierLog.lastSlot(log)));
    }

    /** The source line of the instruction at a slot of the linked program. */
    private static @Nullable SourceLine source(ProgramSpec spec, int slot) {
        int at = 0;
        for (FunctionSpec function : spec.functions()) {
            int index = 0;
            for (Instruction instruction : function.instructions()) {
                if (slot >= at && slot < at + instruction.slots()) {
                    return line(function, index);
                }
                at += instruction.slots();
                index++;
            }
        }
        return null;
    }

    private static @Nullable SourceLine line(FunctionSpec function, int index) {
        SourceLine last = null;
        for (SourceLine line : function.lines()) {
            if (line.index() <= index) {
                last = line;
            }
        }
        return last;
    }
}
