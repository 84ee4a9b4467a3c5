package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/**
 * Expressions whose values fit a register: there every value has 64 bits, extended by its type's sign. Operands are lowered
 * before what is done with them, in the order of the text.
 */
final class ValueLowering implements Typed.ExprVisitor<Operand> {
    private final Lowering lowering;
    private final IrBuilder ir;

    ValueLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    // ------------------------------------------------------------------------------------------------------ leaves

    @Override
    public Operand constant(Typed.Constant expr) {
        return Operand.of(expr.value());
    }

    @Override
    public Operand bool(Typed.Bool expr) {
        return Operand.of(expr.value() ? 1 : 0);
    }

    @Override
    public Operand text(Typed.Text expr) {
        throw inMemory(expr);
    }

    @Override
    public Operand variable(Typed.Variable expr) {
        return lowering.read(expr.variable());
    }

    @Override
    public Operand mapValue(Typed.MapValue expr) {
        return lowering.maps().read(expr.element());
    }

    @Override
    public Operand mapName(Typed.MapName expr) {
        throw new IllegalStateException(expr.map().name() + " as a whole has no value");
    }

    @Override
    public Operand call(Typed.Call expr) {
        return expr.function().lower(expr, lowering);
    }

    @Override
    public Operand field(Typed.Field expr) {
        Operand value = lowering.eventField(expr.field().name());
        if (expr.type() instanceof Type.Int type
                && type.bits() < 64
                && (type.bits() < expr.field().size() * 8
                        || type.signed() != expr.field().signed()
                        || lowering.isElsewhere(expr.field().name()))) {
            return ir.extend(value, type.bits(), type.signed());
        }
        return value;
    }

    @Override
    public Operand tupleElement(Typed.TupleElement expr) {
        return lowering.structs().value(expr);
    }

    @Override
    public Operand tuple(Typed.Tuple expr) {
        throw inMemory(expr);
    }

    private static IllegalStateException inMemory(Typed.Expr expr) {
        return new IllegalStateException("a value of type " + expr.type().text() + " does not fit a register");
    }

    /** A value of a type that fits a register, from memory. */
    static Reg load(Type type, Place from, IrBuilder ir) {
        Type.Int integer = Lowering.integer(type);
        boolean signed = integer != null && integer.signed();
        return ir.load(Width.ofBytes(type.size()), signed && type.size() < 8, from.base(), from.offset());
    }

    // --------------------------------------------------------------------------------------------------- operators

    @Override
    public Operand unary(Typed.Unary expr) {
        if (expr.operator() == Ast.UnaryOperator.NOT) {
            return lowering.conditions().value(expr);
        }
        Operand operand = lowering.value(expr.operand());
        ir.at(expr.span());
        return expr.operator() == Ast.UnaryOperator.NEGATE
                ? ir.negate(operand)
                : ir.binary(BinaryOp.XOR, operand, Operand.of(-1));
    }

    @Override
    public Operand incrementVariable(Typed.IncrementVariable expr) {
        Operand before = lowering.read(expr.variable());
        Reg after = ir.binary(BinaryOp.ADD, before, Operand.of(expr.amount()));
        lowering.assign(expr.variable(), after);
        return expr.prefix() ? after : before;
    }

    @Override
    public Operand incrementMap(Typed.IncrementMap expr) {
        return lowering.maps().increment(expr, true);
    }

    @Override
    public Operand arithmetic(Typed.Arithmetic expr) {
        Operand left = lowering.value(expr.left());
        Operand right = lowering.value(expr.right());
        ir.at(expr.span());
        return Arithmetic.lower(expr.operator(), left, right, expr.signed(), lowering);
    }

    @Override
    public Operand compare(Typed.Compare expr) {
        return lowering.conditions().value(expr);
    }

    @Override
    public Operand logical(Typed.Logical expr) {
        return lowering.conditions().value(expr);
    }

    @Override
    public Operand conditional(Typed.Conditional expr) {
        Variable result = ir.declareVariable("value");
        Block yes = ir.newBlock();
        Block no = ir.newBlock();
        lowering.conditions().branch(expr.condition(), yes, no);
        Join join = new Join(ir);
        side(expr.yes(), yes, result, join);
        side(expr.no(), no, result, join);
        return join.enter() && !(expr.type() instanceof Type.None) ? ir.read(result) : Operand.of(0);
    }

    private void side(Typed.Expr expr, Block block, Variable result, Join join) {
        ir.seal(block);
        ir.position(block);
        Operand value = lowering.value(expr);
        if (!ir.isTerminated()) {
            ir.write(result, value);
            join.jump();
        }
    }

    @Override
    public Operand cast(Typed.Cast expr) {
        return lowering.casts().value(expr);
    }

    /** The IR's comparison for an operator of the language. */
    static Condition condition(Ast.BinaryOperator operator, boolean signed) {
        return switch (operator) {
            case EQUAL -> Condition.EQ;
            case NOT_EQUAL -> Condition.NE;
            case LESS -> signed ? Condition.SLT : Condition.ULT;
            case LESS_EQUAL -> signed ? Condition.SLE : Condition.ULE;
            case GREATER -> signed ? Condition.SGT : Condition.UGT;
            case GREATER_EQUAL -> signed ? Condition.SGE : Condition.UGE;
            case OR_ELSE, AND_ALSO, OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO ->
                throw new IllegalArgumentException(operator.text() + " compares nothing");
        };
    }

    @Override
    public Operand aggregateValue(Typed.AggregateValue expr) {
        return lowering.maps().readAggregate(expr);
    }

    @Override
    public Operand dereference(Typed.Dereference expr) {
        return lowering.structs().value(expr);
    }

    @Override
    public Operand structMember(Typed.StructMember expr) {
        return lowering.structs().value(expr);
    }

    @Override
    public Operand index(Typed.Index expr) {
        return lowering.structs().value(expr);
    }

    @Override
    public Operand addressOf(Typed.AddressOf expr) {
        return lowering.structs().address(expr);
    }

    @Override
    public Operand blockValue(Typed.BlockValue expr) {
        lowering.statements(expr.statements());
        return lowering.value(expr.value());
    }
}
