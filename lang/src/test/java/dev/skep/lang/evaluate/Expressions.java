package dev.skep.lang.evaluate;

import dev.skep.lang.check.Typed;
import dev.skep.lang.check.Unification;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.syntax.Ast.BinaryOperator;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of expressions, operands first, in the order of the text. */
final class Expressions {
    private final Run run;
    private final Calls calls;
    private final Fields fields;

    Expressions(Run run) {
        this.run = run;
        calls = new Calls(run);
        fields = new Fields(run);
    }

    /** The value of an expression that has one. */
    Value value(Typed.Expr expr) {
        return Objects.requireNonNull(any(expr), () -> expr + " has no value");
    }

    /** The value of an expression; null of one that has none. */
    @Nullable
    Value any(Typed.Expr expr) {
        return switch (expr) {
            case Typed.Constant constant ->
                new Value.Int(constant.value(), constant.type().signed());
            case Typed.Text text -> new Value.Str(text.bytes());
            case Typed.Bool bool -> new Value.Bool(bool.value());
            case Typed.Variable variable -> run.variable(variable.variable());
            case Typed.MapValue element -> element(element.element());
            case Typed.Call call -> calls.value(call);
            case Typed.Field field -> fields.value(field);
            case Typed.TupleElement element -> Parts.of(value(element.tuple())).get(element.index());
            case Typed.Unary unary -> unary(unary);
            case Typed.IncrementVariable increment -> increment(increment);
            case Typed.IncrementMap increment -> increment(increment);
            case Typed.Arithmetic arithmetic -> arithmetic(arithmetic);
            case Typed.Compare compare -> new Value.Bool(compare(compare));
            case Typed.Logical logical ->
                new Value.Bool(truth(logical.left()) == logical.and() ? truth(logical.right()) : !logical.and());
            case Typed.Conditional conditional -> conditional(conditional);
            case Typed.Cast cast -> cast(cast);
            case Typed.Index index -> index(index);
            case Typed.Dereference read -> read(read);
            case Typed.StructMember member -> member(member);
            case Typed.Tuple tuple -> tuple(tuple);
            case Typed.BlockValue block -> {
                run.statements().all(block.statements());
                yield any(block.value());
            }
            case Typed.AggregateValue aggregate -> aggregate(aggregate);
            default ->
                throw new UnsupportedOperationException(
                        "the evaluator does not know " + expr.getClass().getSimpleName());
        };
    }

    /** A number of a number is cut or extended, all else goes by its bytes. */
    private Value cast(Typed.Cast cast) {
        Type from = cast.operand().type();
        Value value = value(cast.operand());
        boolean bytes = from instanceof Type.Str
                || from instanceof Type.Array
                || cast.type() instanceof Type.Array
                || cast.type() instanceof Type.Buffer;
        return bytes ? Bytes.as(Bytes.of(value, from), cast.type()) : Integers.of(Integers.bits(value), cast.type());
    }

    /** What cannot be read is 0, and is counted. */
    private Value read(Typed.Dereference expr) {
        long address = Integers.bits(value(expr.pointer()));
        boolean user = ((Type.Pointer) expr.pointer().type()).space() == Type.AddressSpace.USER;
        byte[] bytes =
                user ? Texts.bytes(address, expr.type().size(), run.evaluator().surroundings()) : null;
        if (bytes == null) {
            run.lose(Loss.READ);
            return Conversion.zero(expr.type());
        }
        return Bytes.as(bytes, expr.type());
    }

    /** A member of one of the kernel's tasks. */
    private Value member(Typed.StructMember expr) {
        Typed.Expr pointer = ((Typed.Dereference) expr.object()).pointer();
        long address = Integers.bits(value(pointer));
        Value value = Tasks.member(
                address, expr.member().name(), expr.type(), run.evaluator().surroundings());
        if (value == null) {
            run.lose(Loss.READ);
            return Conversion.zero(expr.type());
        }
        return value;
    }

    /** Behind an array's end there are zeros. */
    private Value index(Typed.Index expr) {
        List<Value> elements = ((Value.Array) value(expr.array())).elements();
        long index = Integers.bits(value(expr.index()));
        return index >= 0 && index < elements.size() ? elements.get((int) index) : Conversion.zero(expr.type());
    }

    /** Whether an expression is neither 0, nor false, nor null. */
    boolean truth(Typed.Expr expr) {
        return Integers.bits(value(expr)) != 0;
    }

    private Value element(Typed.Element element) {
        Value value = run.table(element.map()).get(run.key(element));
        return value == null ? Conversion.zero(element.map().value()) : value;
    }

    /** What an aggregate amounts to; 0 if nothing was given to it. */
    private Value aggregate(Typed.AggregateValue expr) {
        Typed.Element element = expr.aggregate().element();
        Value value = run.table(element.map()).get(run.key(element));
        return Integers.of(value instanceof AggregateValue kept ? kept.number() : 0, expr.type());
    }

    private Value tuple(Typed.Tuple tuple) {
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < tuple.elements().size(); i++) {
            Type type = tuple.type().elements().get(i);
            elements.add(Conversion.as(value(tuple.elements().get(i)), type));
        }
        return Parts.make(tuple.type(), elements);
    }

    private @Nullable Value conditional(Typed.Conditional conditional) {
        Value value = any(truth(conditional.condition()) ? conditional.yes() : conditional.no());
        return value == null ? null : Conversion.as(value, conditional.type());
    }

    private Value unary(Typed.Unary unary) {
        if (unary.type() instanceof Type.Bool) {
            return new Value.Bool(!truth(unary.operand()));
        }
        long operand = Integers.bits(value(unary.operand()));
        return switch (unary.operator()) {
            case NEGATE -> Integers.of(-operand, unary.type());
            case COMPLEMENT -> Integers.of(~operand, unary.type());
            default -> throw new UnsupportedOperationException(unary.operator().text());
        };
    }

    private Value arithmetic(Typed.Arithmetic expr) {
        long left = Integers.bits(value(expr.left()));
        long right = Integers.bits(value(expr.right()));
        return Integers.of(Integers.apply(expr.operator(), left, right, expr.signed()), expr.type());
    }

    private boolean compare(Typed.Compare expr) {
        Value left = value(expr.left());
        Value right = value(expr.right());
        if (!(left instanceof Value.Str || left instanceof Value.Array || Parts.has(left))) {
            return Integers.compare(expr.operator(), left, right);
        }
        // Both as the one type that holds both.
        Type type = Objects.requireNonNull(
                Unification.unify(expr.left().type(), expr.right().type()));
        boolean equal = Conversion.as(left, type).equals(Conversion.as(right, type));
        return equal == (expr.operator() == BinaryOperator.EQUAL);
    }

    private Value increment(Typed.IncrementVariable expr) {
        Value before = run.variable(expr.variable());
        Value after = Integers.of(Integers.bits(before) + expr.amount(), expr.type());
        run.assign(expr.variable(), after);
        return expr.prefix() ? after : before;
    }

    private Value increment(Typed.IncrementMap expr) {
        List<Value> key = run.key(expr.element());
        Table table = run.table(expr.element().map());
        Value[] found = {Conversion.zero(expr.type())};
        boolean done = table.change(key, before -> {
            found[0] = before;
            return Integers.of(Integers.bits(before) + expr.amount(), expr.type());
        });
        if (!done) {
            run.lose(Loss.MAP_FULL);
        }
        return expr.prefix() ? Integers.of(Integers.bits(found[0]) + expr.amount(), expr.type()) : found[0];
    }
}
