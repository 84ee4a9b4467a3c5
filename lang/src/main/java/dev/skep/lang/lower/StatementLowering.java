package dev.skep.lang.lower;

import dev.skep.lang.check.Effects;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.type.Type;
import java.util.BitSet;
import java.util.List;

/** Statements. What stands behind an {@code exit()} in its block is never reached and not lowered. */
final class StatementLowering implements Typed.StatementVisitor {
    private final Lowering lowering;
    private final IrBuilder ir;

    StatementLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    @Override
    public void block(Typed.Block block) {
        all(block.statements());
    }

    void all(List<Typed.Statement> statements) {
        BitSet done = new BitSet(0);
        for (int i = 0; i < statements.size() && !ir.isTerminated(); i++) {
            if (done.get(i)) {
                continue;
            }
            ir.at(statements.get(i).span());
            Typed.Statement statement = statements.get(i);
            int partner = MapUses.partner(statements, i);
            if (partner >= 0) {
                done.set(partner);
                Typed.Call call = MapUses.call(statement);
                call.function().lowerBoth(call, MapUses.call(statements.get(partner)), lowering);
            } else {
                statement.accept(this);
            }
            lowering.program().budget().check(ir.function(), statements.get(i).span());
        }
    }

    @Override
    public void evaluate(Typed.Evaluate statement) {
        Typed.Expr expr = statement.expression();
        if (expr instanceof Typed.IncrementMap increment) {
            lowering.maps().increment(increment, false);
        } else if (Lowering.isMemory(expr.type())) {
            if (Effects.in(expr)) {
                lowering.copy(expr, expr.type());
            }
        } else if (expr instanceof Typed.Call call) {
            call.function().lowerForEffect(call, lowering);
        } else {
            lowering.value(expr);
        }
    }

    @Override
    public void declare(Typed.Declare statement) {
        VariableSymbol variable = statement.variable();
        if (Lowering.isMemory(variable)) {
            ir.zero(lowering.addressToWrite(variable), 0, variable.type().size());
        } else {
            lowering.assign(variable, Operand.of(0));
        }
    }

    @Override
    public void assign(Typed.Assign statement) {
        VariableSymbol variable = statement.variable();
        Type type = variable.type();
        Typed.Expr value = statement.value();
        if (!Lowering.isMemory(type)) {
            Operand operand = lowering.value(value);
            lowering.assign(variable, operand);
            return;
        }
        if (value instanceof Typed.Variable same && same.variable() == variable) {
            return;
        }
        boolean piecemeal = !(value instanceof Typed.Text
                || value instanceof Typed.Variable
                || value instanceof Typed.MapValue
                || value instanceof Typed.Call
                || value instanceof Typed.Field
                || value instanceof Typed.Dereference);
        if (!piecemeal) {
            lowering.write(value, type, new Place(lowering.addressToWrite(variable), 0, true));
            return;
        }
        // The variable itself may be among what the value is made of: it is put together elsewhere.
        Place made = lowering.copy(value, type);
        Reg slot = lowering.addressToWrite(variable);
        ir.copyBytes(slot, 0, made.base(), made.offset(), type.size());
    }

    @Override
    public void store(Typed.Store statement) {
        lowering.maps().store(statement);
    }

    @Override
    public void update(Typed.Update statement) {
        lowering.maps().update(statement);
    }

    @Override
    public void aggregate(Typed.Aggregation statement) {
        lowering.maps().aggregate(statement);
    }

    @Override
    public void branch(Typed.If statement) {
        Block then = ir.newBlock();
        Block otherwise = ir.newBlock();
        lowering.conditions().branch(statement.condition(), then, otherwise);
        ir.seal(then);
        ir.seal(otherwise);
        Join join = new Join(ir);
        ir.position(then);
        statement.then().accept(this);
        join.jump();
        ir.position(otherwise);
        Typed.Statement other = statement.otherwise();
        if (other != null) {
            other.accept(this);
        }
        join.jump();
        join.enter();
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        lowering.loops().range(statement);
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        lowering.loops().map(statement);
    }

    @Override
    public void whileLoop(Typed.While statement) {
        lowering.loops().whileLoop(statement);
    }

    @Override
    public void unroll(Typed.Unroll statement) {
        lowering.loops().unroll(statement);
    }

    @Override
    public void leave(Typed.Break statement) {
        lowering.loop().leave();
    }

    @Override
    public void next(Typed.Continue statement) {
        lowering.loop().next();
    }

    /** The value is for nobody: no kind of probe looks at what its program returns. */
    @Override
    public void exit(Typed.Return statement) {
        Typed.Expr value = statement.value();
        if (value != null) {
            evaluate(new Typed.Evaluate(value, value.span()));
        }
        if (!ir.isTerminated()) {
            lowering.endRun();
        }
    }
}
