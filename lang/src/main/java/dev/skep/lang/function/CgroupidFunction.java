package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/** {@code cgroupid("/path")}: the id of a cgroup, as {@code cgroup} gives it; known when the script is compiled. */
final class CgroupidFunction extends Function {
    CgroupidFunction() {
        super("cgroupid");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Typed.Text path = context.text(call, call.arguments().getFirst());
        if (path == null) {
            return new Typed.Invalid(call.span());
        }
        Long id = context.target().cgroup(path.literal().value());
        if (id == null) {
            return context.error(
                    Code.NO_SUCH_CGROUP,
                    call.arguments().getFirst().span(),
                    "cgroupid(): '" + path.literal().value() + "' is no directory of a cgroup v2 file system",
                    "these file systems are mounted: findmnt -t cgroup2");
        }
        return new Typed.Constant(id, Type.Int.UINT64, call.span());
    }
}
