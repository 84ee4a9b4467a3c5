package dev.skep.lang.check;

import dev.skep.lang.function.Function;
import dev.skep.lang.function.MapFunction;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The typed tree: what a checked script means. Immutable records like those of {@link Ast}, but names are symbols and every
 * expression carries its type. Numbers of different widths and strings of different capacities meet without a conversion
 * node: a value is written in the type of the place that it goes to.
 */
public final class Typed {
    private Typed() {}

    /** A whole script: its probes in order, its maps in order of name. */
    public record Script(List<Probe> probes, List<MapSymbol> maps) {
        public Script {
            probes = List.copyOf(probes);
            maps = List.copyOf(maps);
        }
    }

    /** One place and what runs there. Probes of one source share their body where their events allow it. */
    public record Probe(ProbePoint point, Body body) {}

    /**
     * An element of a map, or the value of a scalar map.
     *
     * @param key a tuple with an element for each key, or null
     */
    public record Element(MapSymbol map, @Nullable Expr key, Span span) {}

    // ------------------------------------------------------------------------------------------------- statements

    public sealed interface Statement {
        Span span();

        void accept(StatementVisitor visitor);
    }

    /** A method per kind of statement. */
    public interface StatementVisitor {
        void block(Block block);

        void evaluate(Evaluate statement);

        void declare(Declare statement);

        void assign(Assign statement);

        void store(Store statement);

        void update(Update statement);

        void aggregate(Aggregation statement);

        void branch(If statement);

        void forRange(ForRange statement);

        void forMap(ForMap statement);

        void whileLoop(While statement);

        void unroll(Unroll statement);

        void leave(Break statement);

        void next(Continue statement);

        void exit(Return statement);
    }

    public record Block(List<Statement> statements, Span span) implements Statement {
        public Block {
            statements = List.copyOf(statements);
        }

        @Override
        public void accept(StatementVisitor visitor) {
            visitor.block(this);
        }
    }

    /** An expression whose value is not used. */
    public record Evaluate(Expr expression, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.evaluate(this);
        }
    }

    /** A variable begins, as 0 or as an empty string. */
    public record Declare(VariableSymbol variable, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.declare(this);
        }
    }

    public record Assign(VariableSymbol variable, Expr value, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.assign(this);
        }
    }

    /** {@code @x[key] = value}. */
    public record Store(Element element, Expr value, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.store(this);
        }
    }

    /** {@code @x[key] op= value}, of integers; no other update falls between the reading and the writing. */
    public record Update(Element element, Ast.BinaryOperator operator, Expr value, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.update(this);
        }
    }

    /** {@code @x[key] = function(arguments)}. */
    public record Aggregation(Element element, MapFunction function, List<Expr> arguments, Span span)
            implements Statement {
        public Aggregation {
            arguments = List.copyOf(arguments);
        }

        /** What the map keeps, all its uses considered. */
        public Aggregate type() {
            return (Aggregate) element.map().value();
        }

        @Override
        public void accept(StatementVisitor visitor) {
            visitor.aggregate(this);
        }
    }

    public record If(Expr condition, Block then, @Nullable Statement otherwise, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.branch(this);
        }
    }

    /**
     * {@code for ($i : from..to)}: for each integer from one number up to another, that one not included. Both are
     * evaluated once, before the first round. The variable is the body's: what is assigned to it does not change which
     * rounds there are.
     */
    public record ForRange(VariableSymbol variable, Expr from, Expr to, Block body, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.forRange(this);
        }
    }

    /**
     * {@code for ($kv : @map)}: for each element of a map with keys, in no order. The variable is a tuple of the key (a
     * tuple itself if there are several) and the value; aggregates that can be read are read, as {@link AggregateValue}.
     */
    public record ForMap(VariableSymbol variable, MapSymbol map, Block body, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.forMap(this);
        }
    }

    public record While(Expr condition, Block body, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.whileLoop(this);
        }
    }

    /** The body, so many times behind itself. {@code break} and {@code continue} in it are those of a loop around it. */
    public record Unroll(int count, Block body, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.unroll(this);
        }
    }

    /** Leaves the innermost loop. */
    public record Break(Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.leave(this);
        }
    }

    /** Goes on with the next round of the innermost loop. */
    public record Continue(Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.next(this);
        }
    }

    /** Ends the program's run, out of any loop. */
    public record Return(@Nullable Expr value, Span span) implements Statement {
        @Override
        public void accept(StatementVisitor visitor) {
            visitor.exit(this);
        }
    }

    // ------------------------------------------------------------------------------------------------ expressions

    public sealed interface Expr {
        Type type();

        Span span();

        <R> R accept(ExprVisitor<R> visitor);
    }

    /** A method per kind of expression. */
    public interface ExprVisitor<R> {
        R constant(Constant expr);

        R text(Text expr);

        R bool(Bool expr);

        R variable(Variable expr);

        R mapValue(MapValue expr);

        R mapName(MapName expr);

        R call(Call expr);

        R field(Field expr);

        R tupleElement(TupleElement expr);

        R unary(Unary expr);

        R incrementVariable(IncrementVariable expr);

        R incrementMap(IncrementMap expr);

        R arithmetic(Arithmetic expr);

        R compare(Compare expr);

        R logical(Logical expr);

        R conditional(Conditional expr);

        R cast(Cast expr);

        R tuple(Tuple expr);

        R aggregateValue(AggregateValue expr);

        R dereference(Dereference expr);

        R structMember(StructMember expr);

        R index(Index expr);

        R addressOf(AddressOf expr);

        R blockValue(BlockValue expr);

        /** Only trees with errors have these, and they are not lowered. */
        default R invalid(Invalid expr) {
            throw new IllegalStateException("an expression with an error goes no further");
        }
    }

    /** An integer; {@code value} holds its 64 bits. */
    public record Constant(long value, Type.Int type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** A string constant. */
    public record Text(Ast.StringLiteral literal, Type.Str type) implements Expr {
        /** Its bytes, without a NUL. */
        public byte[] bytes() {
            return literal.bytes();
        }

        @Override
        public Span span() {
            return literal.span();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.text(this);
        }
    }

    public record Bool(boolean value, Span span) implements Expr {
        @Override
        public Type type() {
            return Type.Bool.BOOL;
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.bool(this);
        }
    }

    public record Variable(VariableSymbol variable, Span span) implements Expr {
        @Override
        public Type type() {
            return variable.type();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.variable(this);
        }
    }

    /** What an element of a map holds; 0 or empty if it is missing. */
    public record MapValue(Element element) implements Expr {
        @Override
        public Type type() {
            return element.map().value();
        }

        @Override
        public Span span() {
            return element.span();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.mapValue(this);
        }
    }

    /** A map as a whole, as an argument. */
    public record MapName(MapSymbol map, Span span) implements Expr {
        @Override
        public Type type() {
            return Type.None.NONE;
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.mapName(this);
        }
    }

    /** A builtin or a function. */
    public record Call(Function function, List<Expr> arguments, Type type, Span span) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /** A field of the probe's event. */
    public record Field(TracepointFormat.Field field, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.field(this);
        }
    }

    /** {@code tuple.index}, or {@code record.name}. */
    public record TupleElement(Expr tuple, int index, Span span) implements Expr {
        @Override
        public Type type() {
            return ((Type.Tuple) tuple.type()).elements().get(index);
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.tupleElement(this);
        }
    }

    public record Unary(Ast.UnaryOperator operator, Expr operand, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.unary(this);
        }
    }

    public record IncrementVariable(VariableSymbol variable, int amount, boolean prefix, Span span) implements Expr {
        @Override
        public Type type() {
            return variable.type();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.incrementVariable(this);
        }
    }

    public record IncrementMap(Element element, int amount, boolean prefix, Span span) implements Expr {
        @Override
        public Type type() {
            return element.map().value();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.incrementMap(this);
        }
    }

    /**
     * An operation on integers in 64 bits, or an address and an integer.
     *
     * @param signed whether a division, a remainder or a shift to the right is one of signed numbers
     */
    public record Arithmetic(Ast.BinaryOperator operator, Expr left, Expr right, boolean signed, Type type, Span span)
            implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.arithmetic(this);
        }
    }

    /** A comparison of numbers whatever their signs, or of strings or tuples for equality. */
    public record Compare(Ast.BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {
        @Override
        public Type type() {
            return Type.Bool.BOOL;
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.compare(this);
        }
    }

    /** {@code &&} and {@code ||}: the right side is evaluated only if it decides. */
    public record Logical(boolean and, Expr left, Expr right, Span span) implements Expr {
        @Override
        public Type type() {
            return Type.Bool.BOOL;
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.logical(this);
        }
    }

    public record Conditional(Expr condition, Expr yes, Expr no, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.conditional(this);
        }
    }

    /**
     * A value as another type. To an integer: cut, or extended by the operand's sign; of an array, its bytes as one
     * number. To a pointer: the number as an address. To an enum: as to its integer. To an array of a number: its bytes. To
     * a string or buffer: the bytes at the operand's address, or of an array, cut to the capacity.
     */
    public record Cast(Type type, Expr operand, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** A tuple, or a record: then its type has names. */
    public record Tuple(List<Expr> elements, Type.Tuple type, Span span) implements Expr {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.tuple(this);
        }
    }

    /**
     * What a counter, sum, extreme or average amounts to over all CPUs, as an integer. Needs {@code
     * bpf_map_lookup_percpu_elem} (kernel 5.19).
     */
    public record AggregateValue(MapValue aggregate, Type.Int type) implements Expr {
        @Override
        public Span span() {
            return aggregate.span();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.aggregateValue(this);
        }
    }

    /**
     * {@code *pointer}: the value at an address. If its type is a struct or an array, nothing is read until a member or
     * an element, or the whole, is wanted. What cannot be read is 0, and is counted.
     */
    public record Dereference(Expr pointer, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.dereference(this);
        }
    }

    /**
     * {@code object.member}, of a struct or union: {@code pointer->member} has a {@link Dereference} as its object.
     *
     * @param type the member's, but of a bit-field the integer that holds it
     */
    public record StructMember(Expr object, Member member, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.structMember(this);
        }
    }

    /**
     * {@code array[index]}; behind the array's end the value is 0. An element behind a pointer is a {@link Dereference} of
     * the pointer moved.
     */
    public record Index(Expr array, Expr index, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.index(this);
        }
    }

    /** {@code &object}: where a variable, a map's value, or what a pointer leads to lies. */
    public record AddressOf(Expr object, Type.Pointer type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.addressOf(this);
        }
    }

    /** {@code { statements; value }}: the value, which may be of type none, behind the statements. */
    public record BlockValue(List<Statement> statements, Expr value, Span span) implements Expr {
        public BlockValue {
            statements = List.copyOf(statements);
        }

        @Override
        public Type type() {
            return value.type();
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.blockValue(this);
        }
    }

    /** What an error was reported for, or what is not known yet. */
    public record Invalid(Span span) implements Expr {
        @Override
        public Type type() {
            return Type.Unknown.UNKNOWN;
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.invalid(this);
        }
    }
}
