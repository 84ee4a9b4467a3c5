package dev.skep.lang.check;

import java.util.List;

/** Whether evaluating an expression changes anything: such a change happens even if what it is evaluated for does not. */
public final class Effects implements Typed.ExprVisitor<Boolean> {
    private static final Effects EFFECTS = new Effects();

    private Effects() {}

    /** In an expression or its parts. */
    public static boolean in(Typed.Expr expr) {
        return expr.accept(EFFECTS);
    }

    /** In any of several. */
    public static boolean in(List<Typed.Expr> exprs) {
        for (Typed.Expr expr : exprs) {
            if (in(expr)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Boolean constant(Typed.Constant expr) {
        return false;
    }

    @Override
    public Boolean text(Typed.Text expr) {
        return false;
    }

    @Override
    public Boolean bool(Typed.Bool expr) {
        return false;
    }

    @Override
    public Boolean variable(Typed.Variable expr) {
        return false;
    }

    @Override
    public Boolean mapValue(Typed.MapValue expr) {
        Typed.Expr key = expr.element().key();
        return key != null && in(key);
    }

    @Override
    public Boolean mapName(Typed.MapName expr) {
        return false;
    }

    @Override
    public Boolean call(Typed.Call expr) {
        return expr.function().effects() || in(expr.arguments());
    }

    @Override
    public Boolean field(Typed.Field expr) {
        return false;
    }

    @Override
    public Boolean tupleElement(Typed.TupleElement expr) {
        return in(expr.tuple());
    }

    @Override
    public Boolean unary(Typed.Unary expr) {
        return in(expr.operand());
    }

    @Override
    public Boolean incrementVariable(Typed.IncrementVariable expr) {
        return true;
    }

    @Override
    public Boolean incrementMap(Typed.IncrementMap expr) {
        return true;
    }

    @Override
    public Boolean arithmetic(Typed.Arithmetic expr) {
        return in(expr.left()) || in(expr.right());
    }

    @Override
    public Boolean compare(Typed.Compare expr) {
        return in(expr.left()) || in(expr.right());
    }

    @Override
    public Boolean logical(Typed.Logical expr) {
        return in(expr.left()) || in(expr.right());
    }

    @Override
    public Boolean conditional(Typed.Conditional expr) {
        return in(expr.condition()) || in(expr.yes()) || in(expr.no());
    }

    @Override
    public Boolean cast(Typed.Cast expr) {
        return in(expr.operand());
    }

    @Override
    public Boolean tuple(Typed.Tuple expr) {
        return in(expr.elements());
    }

    @Override
    public Boolean aggregateValue(Typed.AggregateValue expr) {
        return in(expr.aggregate());
    }

    @Override
    public Boolean dereference(Typed.Dereference expr) {
        return in(expr.pointer());
    }

    @Override
    public Boolean structMember(Typed.StructMember expr) {
        return in(expr.object());
    }

    @Override
    public Boolean index(Typed.Index expr) {
        return in(expr.array()) || in(expr.index());
    }

    @Override
    public Boolean addressOf(Typed.AddressOf expr) {
        return in(expr.object());
    }

    /** Statements are there for what they change. */
    @Override
    public Boolean blockValue(Typed.BlockValue expr) {
        return !expr.statements().isEmpty() || in(expr.value());
    }
}
