package dev.skep.lang.lower;

import dev.skep.lang.check.Body;
import dev.skep.lang.check.Typed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits all statements and expressions of a body, from the outside in. What a subclass is for it overrides. */
abstract class TreeWalk implements Typed.StatementVisitor, Typed.ExprVisitor<Boolean> {

    final void walk(Body body) {
        walk(body.predicate());
        body.block().accept(this);
    }

    private void walk(Typed.@Nullable Expr expr) {
        if (expr != null) {
            expr.accept(this);
        }
    }

    private Boolean walk(List<Typed.Expr> exprs) {
        for (Typed.Expr expr : exprs) {
            expr.accept(this);
        }
        return true;
    }

    private Boolean both(Typed.Expr first, Typed.Expr second) {
        first.accept(this);
        second.accept(this);
        return true;
    }

    /** Statements that follow each other. */
    void statements(List<Typed.Statement> statements) {
        for (Typed.Statement statement : statements) {
            statement.accept(this);
        }
    }

    @Override
    public void block(Typed.Block block) {
        statements(block.statements());
    }

    @Override
    public void evaluate(Typed.Evaluate statement) {
        statement.expression().accept(this);
    }

    @Override
    public void declare(Typed.Declare statement) {}

    @Override
    public void assign(Typed.Assign statement) {
        statement.value().accept(this);
    }

    @Override
    public void store(Typed.Store statement) {
        walk(statement.element().key());
        statement.value().accept(this);
    }

    @Override
    public void update(Typed.Update statement) {
        walk(statement.element().key());
        statement.value().accept(this);
    }

    @Override
    public void aggregate(Typed.Aggregation statement) {
        walk(statement.element().key());
        walk(statement.arguments());
    }

    @Override
    public void branch(Typed.If statement) {
        statement.condition().accept(this);
        statement.then().accept(this);
        Typed.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            otherwise.accept(this);
        }
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        statement.from().accept(this);
        statement.to().accept(this);
        statement.body().accept(this);
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        statement.body().accept(this);
    }

    @Override
    public void whileLoop(Typed.While statement) {
        statement.condition().accept(this);
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
        walk(statement.value());
    }

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
        walk(expr.element().key());
        return true;
    }

    @Override
    public Boolean mapName(Typed.MapName expr) {
        return true;
    }

    @Override
    public Boolean call(Typed.Call expr) {
        return walk(expr.arguments());
    }

    @Override
    public Boolean field(Typed.Field expr) {
        return true;
    }

    @Override
    public Boolean tupleElement(Typed.TupleElement expr) {
        return expr.tuple().accept(this);
    }

    @Override
    public Boolean unary(Typed.Unary expr) {
        return expr.operand().accept(this);
    }

    @Override
    public Boolean incrementVariable(Typed.IncrementVariable expr) {
        return true;
    }

    @Override
    public Boolean incrementMap(Typed.IncrementMap expr) {
        walk(expr.element().key());
        return true;
    }

    @Override
    public Boolean arithmetic(Typed.Arithmetic expr) {
        return both(expr.left(), expr.right());
    }

    @Override
    public Boolean compare(Typed.Compare expr) {
        return both(expr.left(), expr.right());
    }

    @Override
    public Boolean logical(Typed.Logical expr) {
        return both(expr.left(), expr.right());
    }

    @Override
    public Boolean conditional(Typed.Conditional expr) {
        expr.condition().accept(this);
        return both(expr.yes(), expr.no());
    }

    @Override
    public Boolean cast(Typed.Cast expr) {
        return expr.operand().accept(this);
    }

    @Override
    public Boolean tuple(Typed.Tuple expr) {
        return walk(expr.elements());
    }

    @Override
    public Boolean aggregateValue(Typed.AggregateValue expr) {
        return expr.aggregate().accept(this);
    }

    @Override
    public Boolean dereference(Typed.Dereference expr) {
        return expr.pointer().accept(this);
    }

    @Override
    public Boolean structMember(Typed.StructMember expr) {
        return expr.object().accept(this);
    }

    @Override
    public Boolean index(Typed.Index expr) {
        return both(expr.array(), expr.index());
    }

    @Override
    public Boolean addressOf(Typed.AddressOf expr) {
        return expr.object().accept(this);
    }

    @Override
    public Boolean blockValue(Typed.BlockValue expr) {
        statements(expr.statements());
        return expr.value().accept(this);
    }
}
