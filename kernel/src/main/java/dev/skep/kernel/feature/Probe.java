package dev.skep.kernel.feature;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.ProgramLoad;
import java.nio.ByteBuffer;
import java.util.List;

/** Asks the kernel by trying: loads a small program, and says what its refusal means. */
final class Probe {
    private static final int LOG_BYTES = 16 << 10;

    private Probe() {}

    /** The shortest program. */
    static Assembler trivial() {
        return new Assembler(IsaLevel.V1).mov(Register.R0, 0L).exit();
    }

    /** A descriptor of the loaded program, or {@code -errno}. */
    static long load(ProgramType type, Assembler code, int flags, int expectedAttachType, int attachBtfId) {
        return Bpf.progLoad(program(type, code, flags, expectedAttachType, attachBtfId), Memory.allocate(0));
    }

    /** What loading says: 0 if it succeeded, else {@code -errno}, and what the verifier wrote. */
    record Outcome(long result, String log) {}

    static Outcome loadWithLog(ProgramType type, Assembler code) {
        ByteBuffer log = Memory.allocate(LOG_BYTES);
        long result = Bpf.progLoad(program(type, code, 0, 0, 0), log);
        if (result >= 0) {
            Fd.of(result).close();
        }
        return new Outcome(Math.min(result, 0), Memory.text(log, 0, LOG_BYTES));
    }

    private static ProgramLoad program(
            ProgramType type, Assembler code, int flags, int expectedAttachType, int attachBtfId) {
        List<Instruction> instructions = code.build("probe", 0).instructions();
        int slots = 0;
        for (Instruction instruction : instructions) {
            slots += instruction.slots();
        }
        ByteBuffer bytes = Memory.allocate(8 * slots);
        int at = 0;
        for (Instruction instruction : instructions) {
            bytes.putLong(at, instruction.encoded());
            at += 8 * instruction.slots();
        }
        return new ProgramLoad(
                type.id(), "skep_probe", "GPL", bytes, flags, expectedAttachType, attachBtfId, 0, null, null);
    }

    /**
     * What a refusal means, where {@code EINVAL}, {@code E2BIG} and "not supported" are the kernel's ways to say that it does
     * not know what it was asked for.
     *
     * @param needs what knows it: {@code "kernel 5.15"}
     */
    static Support refusal(long result, String needs) {
        return switch ((int) -result) {
            case Errno.EINVAL, Errno.E2BIG, Errno.ENOTSUPP, Errno.EOPNOTSUPP, Errno.ENOENT, Errno.ENODEV ->
                new Support.No("needs " + needs + " (" + Errno.name((int) -result) + ")");
            default -> denial(result);
        };
    }

    /** A refusal for want of rights is no answer, unless this process has the rights. */
    static Support denial(long result) {
        int errno = (int) -result;
        if (errno == Errno.EPERM || errno == Errno.EACCES) {
            String missing = Capabilities.current().complaint();
            return missing == null
                    ? new Support.No("a policy of this kernel refuses it (" + Errno.name(errno) + ")")
                    : new Support.Unknown(missing);
        }
        return new Support.Unknown(Errno.describe(errno));
    }
}
