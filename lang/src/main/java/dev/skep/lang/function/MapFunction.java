package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that aggregates into a map: {@code @x[key] = function(arguments)}. It says what the map keeps and how a value
 * is added to it; finding the element, and making it where it is missing, is done for it.
 */
public abstract class MapFunction extends Function {

    protected MapFunction(String name) {
        super(name);
    }

    /** The arguments of a use, and what the map keeps because of it. */
    public record Use(Aggregate type, List<Typed.Expr> arguments) {
        public Use {
            arguments = List.copyOf(arguments);
        }
    }

    /** The type rule; null after an error was reported. */
    public abstract @Nullable Use checkUse(Ast.Call call, CheckContext context);

    /**
     * Which bucket a use counts in, where the element is one of many: then the index is part of the map's key.
     *
     * @param arguments the use's arguments that are not constants of its type, in registers
     * @return null where there are no buckets
     */
    public @Nullable Operand bucket(Typed.Aggregation use, List<Operand> arguments, Lowering lowering) {
        return null;
    }

    /**
     * Adds to an element. Another program may interrupt this one between any two instructions, on the same element.
     *
     * @param element the address of this CPU's part
     */
    public abstract void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering);

    @Override
    public final Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.error(
                Code.MAP_FUNCTION_ALONE,
                call.span(),
                name() + "() should be directly assigned to a map",
                "write: @ = " + name() + "(...), or @name[key] = " + name() + "(...)");
    }
}
