package dev.skep.kernel.feature;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.sys.Fd;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What this kernel can do, found out by trying when it is first asked for. Clear answers are kept; {@link Support.Unknown} is
 * asked again. A probe takes 50 us to some milliseconds, and leaves nothing behind. Safe for use by several threads.
 */
public final class Features {
    private final KernelBtf btf;
    private final Map<String, Support> known = new HashMap<>();

    /** @param btf the kernel's types; read by the probes that need them */
    public Features(KernelBtf btf) {
        this.btf = btf;
    }

    /** Whether the kernel has a feature. */
    public Support probe(Feature feature) {
        return ask(feature.name(), () -> FeatureProbes.probe(feature, btf));
    }

    /** Whether the kernel creates maps of a type. Types that need an inner map or a BTF of their own are unknown. */
    public Support mapType(MapType type) {
        return ask("map type " + type, () -> FeatureProbes.map(type));
    }

    /**
     * Whether the kernel loads programs of a type. Types that need a target of their own ({@link ProgramType#LSM}, {@link
     * ProgramType#EXT}, {@link ProgramType#STRUCT_OPS}) are unknown.
     */
    public Support programType(ProgramType type) {
        return ask("program type " + type, () -> FeatureProbes.program(type, btf));
    }

    /** Whether the kernel knows a helper, whatever programs may call it. One small load, no types. */
    public Support helper(Helper helper) {
        return ask("helper " + helper, () -> {
            Probe.Outcome outcome = Probe.loadWithLog(ProgramType.SOCKET_FILTER, calling(helper));
            if (outcome.log().contains("invalid func")) {
                return new Support.No("this kernel has no " + helper.kernelName());
            }
            return outcome.result() == 0 || !outcome.log().isBlank()
                    ? Support.yes()
                    : Probe.refusal(outcome.result(), "a kernel with " + helper.kernelName());
        });
    }

    private static Assembler calling(Helper helper) {
        return new Assembler(IsaLevel.V1).call(helper).mov(Register.R0, 0L).exit();
    }

    /** Whether programs of a type may call a helper. */
    public Support helper(ProgramType type, Helper helper) {
        return ask(type + " " + helper, () -> callable(Probe.loadWithLog(type, calling(helper)), helper.kernelName()));
    }

    /** Whether programs of a type may call a kernel function (kernel 5.13, tracing programs 6.0). */
    public Support kfunc(ProgramType type, String name) {
        return ask(type + " kfunc " + name, () -> {
            if (!probe(Feature.BTF).isYes()) {
                return probe(Feature.BTF);
            }
            OptionalInt id = btf.types().find(BtfKind.FUNCTION, name);
            if (id.isEmpty()) {
                return new Support.No("this kernel has no function " + name);
            }
            Assembler code = new Assembler(IsaLevel.V1);
            code.emit(new Instruction.CallKfunc(id.getAsInt(), 0))
                    .mov(Register.R0, 0L)
                    .exit();
            return callable(Probe.loadWithLog(type, code), name);
        });
    }

    /** The arguments of a call in a probe are not set up, so that a function that is there is complained about otherwise. */
    private static Support callable(Probe.Outcome outcome, String name) {
        String log = outcome.log();
        boolean refused = log.contains("unknown func")
                || log.contains("invalid func")
                || log.contains("cannot use helper")
                || log.contains("might sleep")
                || log.contains("is not allowed")
                // Of functions of the kernel: where net.core.bpf_jit_enable is 0.
                || log.contains("JIT is required");
        if (refused) {
            return new Support.No("programs of this type cannot call " + name);
        }
        if (outcome.result() == 0 || !log.isBlank()) {
            return Support.yes();
        }
        return Probe.refusal(outcome.result(), "a kernel with " + name);
    }

    /** The newest level of the instruction set that the kernel takes; {@link IsaLevel#V1} if it cannot be found out. */
    public IsaLevel isa() {
        for (IsaLevel level : new IsaLevel[] {IsaLevel.V4, IsaLevel.V3, IsaLevel.V2}) {
            if (isa(level).isYes()) {
                return level;
            }
        }
        return IsaLevel.V1;
    }

    private Support isa(IsaLevel level) {
        return ask("isa " + level, () -> {
            long result = Probe.load(ProgramType.SOCKET_FILTER, sample(level), 0, 0, 0);
            if (result >= 0) {
                Fd.of(result).close();
                return Support.yes();
            }
            return Probe.refusal(result, "a kernel with instruction set " + level);
        });
    }

    /** A program that only kernels of a level take. */
    private static Assembler sample(IsaLevel level) {
        Assembler code = new Assembler(IsaLevel.V4).mov(Register.R0, 0L);
        Label end = code.newLabel();
        switch (level) {
            case V1 -> code.alu(AluOp.ADD, Register.R0, 0);
            case V2 -> code.branch(JumpOp.LT, Register.R0, 1, end);
            case V3 -> {
                code.branch32(JumpOp.LT, Register.R0, 1, end).store(Width.DOUBLE, Register.R10, -8, 0);
                code.emit(new Instruction.Atomic(Width.DOUBLE, AtomicOp.ADD, true, Register.R10, -8, Register.R0));
            }
            case V4 -> code.emit(new Instruction.MoveSigned(true, Register.R0, Register.R0, 8));
        }
        return code.bind(end).mov(Register.R0, 0L).exit();
    }

    private Support ask(String question, Supplier<Support> probe) {
        synchronized (known) {
            Support answer = known.get(question);
            if (answer != null) {
                return answer;
            }
        }
        Support answer = probe.get();
        if (!(answer instanceof Support.Unknown)) {
            synchronized (known) {
                known.put(question, answer);
            }
        }
        return answer;
    }
}
