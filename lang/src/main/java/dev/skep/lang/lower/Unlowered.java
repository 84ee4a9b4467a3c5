package dev.skep.lang.lower;

import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has a type and a meaning, but no instructions yet: it is reported instead of lowered. What the lowering learns is
 * taken off: from {@link #later}'s callers, and from {@link #unknown}.
 */
public final class Unlowered implements Typed.StatementVisitor, Typed.ExprVisitor<Boolean> {
    private final Diagnostics diagnostics;
    private final Set<Typed.Body> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Unlowered(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Reports all of a script's that cannot be lowered. */
    public static void report(Typed.Script script, Diagnostics diagnostics) {
        Unlowered visitor = new Unlowered(diagnostics);
        for (Typed.Probe probe : script.probes()) {
            if (visitor.seen.add(probe.body())) {
                visitor.visit(probe.body().predicate());
                probe.body().block().accept(visitor);
            }
        }
    }

    private void later(String what, Span span) {
        diagnostics.error(Code.UNSUPPORTED_USE, span, what + " is not supported yet");
    }

    /** What a type has in it that no instructions are written for, or null. */
    private static @Nullable Type unknown(Type type) {
        if (type instanceof Type.Tuple tuple) {
            if (tuple.elements().isEmpty()) {
                return tuple;
            }
            for (Type element : tuple.elements()) {
                Type unknown = unknown(element);
                if (unknown != null) {
                    return unknown;
                }
            }
            return null;
        }
        boolean unknown = type instanceof Type.Enum
                || type instanceof Type.Array
                || type instanceof Type.Struct
                || type instanceof Type.Buffer;
        return unknown ? type : null;
    }

    /** Whether there is nothing unknown in an expression; what is, is reported once. */
    private boolean visit(Typed.@Nullable Expr expr) {
        if (expr == null) {
            return true;
        }
        if (!expr.accept(this)) {
            return false;
        }
        Type unknown = unknown(expr.type());
        return unknown == null || reported("A value of type '" + unknown.text() + "'", expr.span());
    }

    private boolean visit(List<Typed.Expr> exprs) {
        boolean known = true;
        for (Typed.Expr expr : exprs) {
            known &= visit(expr);
        }
        return known;
    }

    private boolean visit(Typed.Expr first, Typed.Expr second) {
        return visit(first) & visit(second);
    }

    private boolean reported(String what, Span span) {
        later(what, span);
        return false;
    }

    // -------------------------------------------------------------------------------------------------- statements

    @Override
    public void block(Typed.Block statement) {
        for (Typed.Statement inner : statement.statements()) {
            inner.accept(this);
        }
    }

    @Override
    public void evaluate(Typed.Evaluate statement) {
        visit(statement.expression());
    }

    @Override
    public void declare(Typed.Declare statement) {
        variable(statement.variable(), statement.span());
    }

    private void variable(VariableSymbol variable, Span span) {
        Type unknown = unknown(variable.type());
        if (unknown != null) {
            later("A variable of type '" + unknown.text() + "'", span);
        }
    }

    @Override
    public void assign(Typed.Assign statement) {
        visit(statement.value());
    }

    @Override
    public void store(Typed.Store statement) {
        visit(statement.element().key());
        visit(statement.value());
    }

    @Override
    public void update(Typed.Update statement) {
        visit(statement.element().key());
        visit(statement.value());
    }

    @Override
    public void aggregate(Typed.Aggregation statement) {
        visit(statement.element().key());
        visit(statement.arguments());
    }

    @Override
    public void branch(Typed.If statement) {
        visit(statement.condition());
        statement.then().accept(this);
        if (statement.otherwise() != null) {
            statement.otherwise().accept(this);
        }
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        visit(statement.from(), statement.to());
        statement.body().accept(this);
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        variable(statement.variable(), statement.span());
        statement.body().accept(this);
    }

    @Override
    public void whileLoop(Typed.While statement) {
        visit(statement.condition());
        statement.body().accept(this);
    }

    @Override
    public void unroll(Typed.Unroll statement) {
        statement.body().accept(this);
    }

    @Override
    public void leave(Typed.Break statement) {}

    @Override
    public void next(Typed.Continue statement) {}

    @Override
    public void exit(Typed.Return statement) {
        visit(statement.value());
    }

    // ------------------------------------------------------------------------------------------------- expressions

    @Override
    public Boolean constant(Typed.Constant expr) {
        return true;
    }

    @Override
    public Boolean text(Typed.Text expr) {
        return true;
    }

    @Override
    public Boolean bool(Typed.Bool expr) {
        return true;
    }

    @Override
    public Boolean variable(Typed.Variable expr) {
        return true;
    }

    @Override
    public Boolean mapValue(Typed.MapValue expr) {
        return visit(expr.element().key());
    }

    @Override
    public Boolean mapName(Typed.MapName expr) {
        return true;
    }

    @Override
    public Boolean call(Typed.Call expr) {
        return visit(expr.arguments());
    }

    @Override
    public Boolean field(Typed.Field expr) {
        return true;
    }

    @Override
    public Boolean tupleElement(Typed.TupleElement expr) {
        return visit(expr.tuple());
    }

    @Override
    public Boolean unary(Typed.Unary expr) {
        return visit(expr.operand());
    }

    @Override
    public Boolean incrementVariable(Typed.IncrementVariable expr) {
        return true;
    }

    @Override
    public Boolean incrementMap(Typed.IncrementMap expr) {
        return visit(expr.element().key());
    }

    @Override
    public Boolean arithmetic(Typed.Arithmetic expr) {
        return visit(expr.left(), expr.right());
    }

    @Override
    public Boolean compare(Typed.Compare expr) {
        return visit(expr.left(), expr.right());
    }

    @Override
    public Boolean logical(Typed.Logical expr) {
        return visit(expr.left(), expr.right());
    }

    @Override
    public Boolean conditional(Typed.Conditional expr) {
        return visit(expr.condition()) & visit(expr.yes(), expr.no());
    }

    @Override
    public Boolean cast(Typed.Cast expr) {
        return expr.type() instanceof Type.Int && !(expr.operand().type() instanceof Type.Array)
                ? visit(expr.operand())
                : reported("A cast to '" + expr.type().text() + "'", expr.span());
    }

    @Override
    public Boolean tuple(Typed.Tuple expr) {
        return visit(expr.elements());
    }

    @Override
    public Boolean aggregateValue(Typed.AggregateValue expr) {
        return visit(expr.aggregate());
    }

    @Override
    public Boolean dereference(Typed.Dereference expr) {
        return reported("Reading through a pointer", expr.span());
    }

    @Override
    public Boolean structMember(Typed.StructMember expr) {
        return reported("Reading a struct's member", expr.span());
    }

    @Override
    public Boolean index(Typed.Index expr) {
        return reported("Reading an array's element", expr.span());
    }

    @Override
    public Boolean addressOf(Typed.AddressOf expr) {
        return reported("Taking an address", expr.span());
    }

    @Override
    public Boolean blockValue(Typed.BlockValue expr) {
        for (Typed.Statement statement : expr.statements()) {
            statement.accept(this);
        }
        return visit(expr.value());
    }
}
