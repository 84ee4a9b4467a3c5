package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/**
 * {@code is_integer(x)} and its like: of what kind an expression is, known when the script is compiled. The expression is not
 * evaluated.
 */
final class TypePredicate extends Function {
    private final Kind kind;

    /** What is asked for. */
    enum Kind {
        ARRAY("is_array"),
        INTEGER("is_integer"),
        UNSIGNED_INTEGER("is_unsigned_integer"),
        LITERAL("is_literal"),
        POINTER("is_ptr"),
        STRING("is_str");

        private final String function;

        Kind(String function) {
            this.function = function;
        }
    }

    TypePredicate(Kind kind) {
        super(kind.function);
        this.kind = kind;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Typed.Expr value = context.value(call.arguments().getFirst());
        if (value instanceof Typed.Invalid) {
            return new Typed.Invalid(call.span());
        }
        return new Typed.Bool(kind == Kind.LITERAL ? context.isKnown(value) : holds(value.type()), call.span());
    }

    private boolean holds(Type type) {
        return switch (kind) {
            case ARRAY -> type instanceof Type.Array;
            case INTEGER -> type instanceof Type.Int;
            case UNSIGNED_INTEGER -> type instanceof Type.Int integer && (!integer.signed() || integer.natural());
            case POINTER -> type instanceof Type.Pointer;
            case STRING -> type instanceof Type.Str;
            case LITERAL -> false;
        };
    }
}
