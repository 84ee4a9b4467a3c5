package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code curtask}: the kernel's {@code struct task_struct} of the current thread. */
final class CurtaskBuiltin extends Function {
    CurtaskBuiltin() {
        super("curtask");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 0)) {
            return new Typed.Invalid(call.span());
        }
        Type task = context.types().struct("struct", "task_struct");
        Type type = new Type.Pointer(task, Type.AddressSpace.KERNEL);
        return new Typed.Call(this, List.of(), type, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.ir().call(Helper.GET_CURRENT_TASK);
    }
}
