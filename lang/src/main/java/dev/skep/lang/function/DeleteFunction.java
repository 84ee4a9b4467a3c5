package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code delete(@map, key)}, {@code delete(@scalar)}, and the old {@code delete(@map[key])}: removes an element at once; the
 * value says whether it was there. A scalar that a map function fills is kept per CPU, so it is cleared in user space.
 */
final class DeleteFunction extends Function {
    DeleteFunction() {
        super("delete");
    }

    @Override
    public boolean effects() {
        return true;
    }

    @Override
    public boolean deletes() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        if (!(first instanceof Ast.MapAccess access)) {
            return context.wrong(call, first, "a map", "something else");
        }
        Typed.Element element = element(call, access, context);
        if (element == null) {
            return new Typed.Invalid(call.span());
        }
        MapSymbol map = element.map();
        boolean buckets = map.value() instanceof Aggregate.Hist || map.value() instanceof Aggregate.Lhist;
        if (buckets && element.key() != null) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    call.span(),
                    "A single histogram of " + map.name() + " cannot be deleted yet",
                    "clear(" + map.name() + ") removes all of them");
        }
        Typed.Expr argument = new Typed.MapValue(element);
        return new Typed.Call(this, List.of(argument), Type.Bool.BOOL, call.span());
    }

    private static Typed.@Nullable Element element(Ast.Call call, Ast.MapAccess access, CheckContext context) {
        if (call.arguments().size() == 1) {
            return context.element(access);
        }
        if (!access.keys().isEmpty()) {
            context.wrong(call, access, "a map without a key in front of the key", "one of its values");
            return null;
        }
        return context.element(access, call.arguments().get(1));
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lower(call, true, lowering);
    }

    @Override
    public void lowerForEffect(Typed.Call call, Lowering lowering) {
        lower(call, false, lowering);
    }

    private static Operand lower(Typed.Call call, boolean wanted, Lowering lowering) {
        Typed.Element element = ((Typed.MapValue) call.arguments().getFirst()).element();
        MapSymbol map = element.map();
        if (map.scalar() && map.aggregated()) {
            lowering.events().emit(call, List.of(), new ClearFunction.Clear(map.name()));
            return Operand.of(1);
        }
        return lowering.maps().delete(element, wanted);
    }
}
