package dev.skep.lang.property;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.KernelVersion;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.ProgramBtf;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernel 5.15, as far as it can be known without one: what of an object it does not have. No instructions of the fourth
 * level, no helper behind its last one (so no {@code bpf_loop}, {@code bpf_strncmp}, {@code bpf_map_lookup_percpu_elem}), no
 * kernel functions (so no {@code bpf_rdonly_cast}), no links that attach to many places at once.
 */
final class OldKernel {
    private static final KernelVersion RELEASE = new KernelVersion(5, 15);

    /** {@code bpf_task_pt_regs}. */
    static final int LAST_HELPER = 175;

    private final List<String> missing = new ArrayList<>();

    private OldKernel() {}

    /** What an object wants and the kernel does not have, in words; empty if it is fine. */
    static List<String> missing(ObjectSpec object) {
        OldKernel kernel = new OldKernel();
        for (MapSpec map : object.maps()) {
            kernel.since(
                    "map " + map.name() + " of type " + map.type(), map.type().since());
        }
        for (ProgramSpec program : object.programs()) {
            kernel.program(program);
        }
        return kernel.missing;
    }

    private void since(String what, KernelVersion release) {
        if (release.compareTo(RELEASE) > 0) {
            missing.add(what + " (kernel " + release + ")");
        }
    }

    private void program(ProgramSpec program) {
        since(
                "program " + program.name() + " of type " + program.type(),
                program.type().since());
        boolean attached = program.attach() instanceof AttachSpec.Manual
                || program.attach() instanceof AttachSpec.Tracepoint
                || program.attach() instanceof AttachSpec.RawTracepoint
                || program.attach() instanceof AttachSpec.BtfRawTracepoint
                || program.attach() instanceof AttachSpec.Software
                || program.attach() instanceof AttachSpec.Profile
                || program.attach() instanceof AttachSpec.Interval;
        if (!attached) {
            missing.add(program.name() + " is attached by " + program.attach());
        }
        for (FunctionSpec function : program.functions()) {
            for (Instruction instruction : function.instructions()) {
                String problem = problem(instruction);
                if (problem != null) {
                    missing.add(program.name() + "." + function.name() + ": " + problem);
                }
            }
            for (Relocation relocation : function.relocations()) {
                if (relocation instanceof Relocation.KfuncReference || relocation instanceof Relocation.TypeReference) {
                    missing.add(program.name() + "." + function.name() + ": " + relocation);
                }
            }
        }
        Btf btf = Btf.read(ProgramBtf.of(program).btf());
        for (int id = btf.firstId(); id < btf.firstId() + btf.typeCount() - 1; id++) {
            if (btf.kind(id).compareTo(BtfKind.FLOAT) > 0) {
                missing.add(program.name() + ": BTF of kind " + btf.kind(id));
            }
        }
    }

    private static @Nullable String problem(Instruction instruction) {
        if (!IsaLevel.V3.includes(IsaLevel.of(instruction))) {
            return instruction.toString();
        }
        if (instruction instanceof Instruction.CallHelper call && call.id() > LAST_HELPER) {
            Helper helper = Helper.ofId(call.id());
            return helper == null ? instruction.toString() : helper.kernelName();
        }
        return instruction instanceof Instruction.CallKfunc ? instruction.toString() : null;
    }
}
