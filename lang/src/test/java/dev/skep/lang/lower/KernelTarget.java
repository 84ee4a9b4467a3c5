package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.kernel.Cpus;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.Without;
import java.util.Set;

/** The ways in which tests compile for the running kernel. */
enum KernelTarget {
    NEW(IsaLevel.V4, true, Set.of()),
    NEW_NOT_OPTIMISED(IsaLevel.V4, false, Set.of()),
    OLD(IsaLevel.V3, true, Set.of(Helper.LOOP)),
    OLD_NOT_OPTIMISED(IsaLevel.V3, false, Set.of(Helper.LOOP));

    final IsaLevel isa;
    final boolean optimise;
    final boolean hasLoop;
    private final Set<Helper> lacking;

    KernelTarget(IsaLevel isa, boolean optimise, Set<Helper> lacking) {
        this.isa = isa;
        this.optimise = optimise;
        this.lacking = lacking;
        hasLoop = !lacking.contains(Helper.LOOP);
    }

    Target target() {
        return new Without(Recording.target(isa), lacking, cpus());
    }

    static int cpus() {
        return Cpus.possible();
    }
}
