package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/**
 * A builtin that is a member of a task: {@code ppid} stands for {@code (uint32)curtask.real_parent.tgid}, {@code ppid(task)}
 * for the same of another task. Needs the kernel's BTF.
 */
final class TaskBuiltin extends Function {
    private final String path;
    private final String member;

    /**
     * @param path the member of the task that leads to the other task
     * @param member what is taken of that
     */
    TaskBuiltin(String name, String path, String member) {
        super(name);
        this.path = path;
        this.member = member;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 1)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr task = call.arguments().isEmpty()
                ? new Ast.Name("curtask", call.span())
                : call.arguments().getFirst();
        if (!call.arguments().isEmpty()) {
            Type type = context.value(task).type();
            if (type instanceof Type.Unknown) {
                return new Typed.Invalid(call.span());
            }
            boolean known = type instanceof Type.Pointer pointer
                    && pointer.target() instanceof Type.Struct struct
                    && struct.name().equals("struct task_struct");
            if (!known) {
                return context.wrong(call, task, "a pointer to a task_struct", CheckContext.describe(type));
            }
        }
        Ast.Expr value = member(member(task, path, call), member, call);
        Typed.Expr typed = context.value(value);
        return typed.type() instanceof Type.Int ? new Typed.Cast(Type.Int.UINT32, typed, call.span()) : typed;
    }

    private static Ast.Expr member(Ast.Expr object, String name, Ast.Call call) {
        return new Ast.Member(object, name, call.span(), true, call.span());
    }
}
