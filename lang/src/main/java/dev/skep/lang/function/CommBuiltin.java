package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code comm}: the name of the current thread. */
final class CommBuiltin extends Function {
    /** The kernel's {@code TASK_COMM_LEN}: part of its interface to user space. */
    private static final int LENGTH = 16;

    CommBuiltin() {
        super("comm");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), new Type.Str(LENGTH), call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        if (lowering.task().writeName(LENGTH, place)) {
            return;
        }
        // Kernels from 5.18 to 6.3 leave what was there behind the NUL.
        lowering.zeroIfPadded(place, LENGTH);
        lowering.ir().call(Helper.GET_CURRENT_COMM, lowering.address(place), Operand.of(LENGTH));
    }
}
