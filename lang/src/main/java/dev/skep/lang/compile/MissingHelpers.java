package dev.skep.lang.compile;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.KernelVersion;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.target.Target;
import java.util.List;

/** Reports what calls a helper that the target does not have, and that nothing else stands in for. */
final class MissingHelpers {
    /** Helpers that are as old are not asked for: every kernel that Skep runs on has them. */
    private static final KernelVersion OLDEST = new KernelVersion(5, 15);

    private MissingHelpers() {}

    static void report(List<IrProgram> programs, Target target, Diagnostics diagnostics) {
        for (IrProgram program : programs) {
            for (IrFunction function : program.functions()) {
                for (Block block : function.blocks()) {
                    for (Inst inst : block.instructions()) {
                        if (inst instanceof Inst.Call call && isMissing(call.helper(), target)) {
                            diagnostics.error(Code.UNSUPPORTED_USE, inst.span(), message(call.helper()));
                            return;
                        }
                    }
                }
            }
        }
    }

    private static boolean isMissing(Helper helper, Target target) {
        return helper.since().compareTo(OLDEST) > 0 && !target.hasHelper(helper);
    }

    private static String message(Helper helper) {
        return "This needs " + helper.kernelName() + "(), which the kernel does not have: Linux " + helper.since()
                + " does";
    }
}
