package dev.skep.lang.compile;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import java.util.List;

/** Reports what a pinned walk wants to send: there is no session that would take it. */
final class PinnedWalks {
    private PinnedWalks() {}

    static void report(List<IrProgram> programs, Diagnostics diagnostics) {
        for (IrProgram program : programs) {
            if (program.attach() instanceof AttachSpec.Iterator iterator
                    && !iterator.pin().isEmpty()) {
                report(program, diagnostics);
            }
        }
    }

    private static void report(IrProgram program, Diagnostics diagnostics) {
        for (IrFunction function : program.functions()) {
            for (Block block : function.blocks()) {
                for (Inst inst : block.instructions()) {
                    if (inst instanceof Inst.RingReserve) {
                        diagnostics.error(
                                Code.UNSUPPORTED_USE,
                                inst.span(),
                                "A pinned walk runs when its file is read, with no tracer to take what this sends",
                                "printf of numbers and strings goes to the reader, with at most 12 values, and without"
                                        + " precision, '*', '#' and %o");
                        return;
                    }
                }
            }
        }
    }
}
