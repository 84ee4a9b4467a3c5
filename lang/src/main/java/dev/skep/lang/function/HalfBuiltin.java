package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * A builtin that is one half of what a helper returns: {@code gid} is the upper half of {@code
 * bpf_get_current_uid_gid()}, {@code uid} the lower. Ids are those of the initial user namespace.
 */
final class HalfBuiltin extends Function {
    private final Helper helper;
    private final boolean upper;

    HalfBuiltin(String name, Helper helper, boolean upper) {
        super(name);
        this.helper = helper;
        this.upper = upper;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), Type.Int.UINT32, call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        Reg both = lowering.ir().call(helper);
        return upper
                ? lowering.ir().binary(BinaryOp.LSHR, both, Operand.of(32))
                : lowering.ir().extend(both, 32, false);
    }
}
