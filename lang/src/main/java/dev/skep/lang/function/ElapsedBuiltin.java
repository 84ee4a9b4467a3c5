package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code elapsed}: nanoseconds since the session began, time asleep included (kernel 5.8). */
final class ElapsedBuiltin extends Function {
    ElapsedBuiltin() {
        super("elapsed");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), Type.Int.UINT64, call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        Operand start = lowering.start();
        return lowering.ir().binary(BinaryOp.SUB, lowering.ir().call(Helper.KTIME_GET_BOOT_NS), start);
    }
}
