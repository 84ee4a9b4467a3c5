package dev.skep.kernel.program;

import dev.skep.bpf.btf.ProgramBtf;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.ProgramLoad;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program's own BTF in the kernel, for as long as the program is being loaded: its source lines, and the prototypes
 * without which the kernel takes no callbacks. A program of one function without source lines needs none.
 */
final class ProgramTypes implements AutoCloseable {
    private static final int LOG_BYTES = 64 << 10;

    private final @Nullable Fd fd;
    private final ProgramLoad.@Nullable DebugInfo debugInfo;

    private ProgramTypes(@Nullable Fd fd, ProgramLoad.@Nullable DebugInfo debugInfo) {
        this.fd = fd;
        this.debugInfo = debugInfo;
    }

    static ProgramTypes load(ProgramSpec program) {
        if (program.functions().size() == 1 && program.main().lines().isEmpty()) {
            return new ProgramTypes(null, null);
        }
        ProgramBtf btf = ProgramBtf.of(program);
        ByteBuffer bytes = Memory.copy(btf.btf());
        long result = Bpf.btfLoad(bytes, Memory.allocate(0));
        if (result < 0) {
            throw failure(program, bytes, result);
        }
        Fd fd = Fd.of(result);
        return new ProgramTypes(
                fd,
                new ProgramLoad.DebugInfo(
                        fd.number(),
                        btf.funcInfoRecordSize(),
                        Memory.copy(btf.funcInfo()),
                        btf.lineInfoRecordSize(),
                        Memory.copy(btf.lineInfo())));
    }

    private static RuntimeException failure(ProgramSpec program, ByteBuffer bytes, long result) {
        ByteBuffer log = Memory.allocate(LOG_BYTES);
        long again = Bpf.btfLoad(bytes, log);
        if (again >= 0) {
            Fd.of(again).close();
        }
        String operation = "load program " + program.name() + ": bpf(BTF_LOAD)";
        List<String> summary = VerifierLog.summary(Memory.text(log, 0, LOG_BYTES));
        return summary.isEmpty()
                ? Failure.of(operation, result, Capability.BPF)
                : new SyscallException(operation, (int) -result, String.join(": ", summary));
    }

    ProgramLoad.@Nullable DebugInfo debugInfo() {
        return debugInfo;
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
        }
    }
}
