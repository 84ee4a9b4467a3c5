package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import dev.skep.lang.source.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The abstract syntax tree: immutable records, each with its place in the source. */
public final class Ast {
    private Ast() {}

    /** A whole script: what stands outside of all braces, in the order in which it is written. */
    public record Script(List<Section> sections, Span span) {
        /** The probes alone. */
        public List<Probe> probes() {
            List<Probe> probes = new ArrayList<>(sections.size());
            for (Section section : sections) {
                if (section instanceof Probe probe) {
                    probes.add(probe);
                }
            }
            return probes;
        }
    }

    /** One or more attach points that share a body. */
    public record Probe(
            List<AttachPoint> attachPoints, @Nullable Expr predicate, Block body, Span span) implements Section {
        @Override
        public <R> R accept(Section.Visitor<R> visitor) {
            return visitor.probe(this);
        }
    }

    /**
     * {@code tracepoint:syscalls:sys_enter_*}: parts between colons, as written.
     *
     * @param name the label in front of it ({@code name=begin}), or null
     */
    public record AttachPoint(@Nullable String name, List<Part> parts, Span span) {
        /** The text between two colons, quotes and positional parameters as written. */
        public record Part(String text, Span span) {}
    }

    // ------------------------------------------------------------------------------------------------- statements

    /** What stands in a block. */
    public sealed interface Statement
            permits Assign,
                    Block,
                    Break,
                    Continue,
                    Declare,
                    Discard,
                    ExpressionStatement,
                    For,
                    If,
                    Return,
                    Section.Import,
                    Unroll,
                    While {
        Span span();

        <R> R accept(StatementVisitor<R> visitor);
    }

    /** A method per kind of statement. */
    public interface StatementVisitor<R> {
        R block(Block block);

        R expression(ExpressionStatement statement);

        R assign(Assign statement);

        R declare(Declare statement);

        R discard(Discard statement);

        R branch(If statement);

        R forLoop(For statement);

        R whileLoop(While statement);

        R unroll(Unroll statement);

        R breakLoop(Break statement);

        R continueLoop(Continue statement);

        R returnFrom(Return statement);

        R importFile(Section.Import statement);
    }

    public record Block(List<Statement> statements, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.block(this);
        }
    }

    public record ExpressionStatement(Expr expression, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.expression(this);
        }
    }

    /**
     * {@code target = value}, or {@code target op= value}.
     *
     * @param target a {@link Variable} or a {@link MapAccess}
     * @param operator the operation of a compound assignment, or null
     */
    public record Assign(Expr target, @Nullable BinaryOperator operator, Expr value, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.assign(this);
        }
    }

    /** {@code let $x;}, {@code let $x = value;}, {@code let $x: type;} or {@code let $x: type = value;}. */
    public record Declare(
            Variable variable,
            @Nullable TypeName type,
            @Nullable Expr value,
            Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.declare(this);
        }
    }

    /** {@code if (condition) {...} else ...}; the else part is a {@link Block} or another {@link If}. */
    public record If(Expr condition, Block then, @Nullable Statement otherwise, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.branch(this);
        }
    }

    /** {@code _ = value;}: computes a value and drops it, without a warning. */
    public record Discard(Expr value, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.discard(this);
        }
    }

    /** {@code for ($x : @map) {...}} or {@code for ($x : from..to) {...}}. */
    public record For(Variable variable, Iterated iterated, Block body, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.forLoop(this);
        }
    }

    /** What a {@link For} goes through. */
    public sealed interface Iterated {
        Span span();
    }

    /** The elements of a map, each as a tuple of key and value; the map is written without keys. */
    public record Elements(MapAccess map) implements Iterated {
        @Override
        public Span span() {
            return map.span();
        }
    }

    /** The integers from {@code from} up to, and without, {@code to}. */
    public record Range(Expr from, Expr to, Span span) implements Iterated {}

    /** {@code while (condition) {...}}. */
    public record While(Expr condition, Block body, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.whileLoop(this);
        }
    }

    /** {@code unroll(count) {...}}. */
    public record Unroll(Expr count, Block body, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.unroll(this);
        }
    }

    public record Break(Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.breakLoop(this);
        }
    }

    public record Continue(Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.continueLoop(this);
        }
    }

    /** {@code return;} or {@code return value;}. */
    public record Return(@Nullable Expr value, Span span) implements Statement {
        @Override
        public <R> R accept(StatementVisitor<R> visitor) {
            return visitor.returnFrom(this);
        }
    }

    // ------------------------------------------------------------------------------------------------ expressions

    /** What has a value. */
    public sealed interface Expr {
        Span span();

        <R> R accept(ExprVisitor<R> visitor);
    }

    /** A method per kind of expression. */
    public interface ExprVisitor<R> {
        R integer(IntegerLiteral expr);

        R string(StringLiteral expr);

        R bool(BoolLiteral expr);

        R name(Name expr);

        R variable(Variable expr);

        R mapAccess(MapAccess expr);

        R call(Call expr);

        R member(Member expr);

        R unary(Unary expr);

        R increment(Increment expr);

        R binary(Binary expr);

        R conditional(Conditional expr);

        R cast(Cast expr);

        R tuple(Tuple expr);

        R record(RecordLiteral expr);

        R index(Index expr);

        R sizeOf(SizeOf expr);

        R offsetOf(OffsetOf expr);

        R typeInfo(TypeInfo expr);

        R type(TypeExpr expr);

        R branch(IfExpression expr);

        R block(BlockExpression expr);

        R comptime(Comptime expr);

        /** Only trees fresh from the parser have positional parameters: {@code resolve} puts their values in. */
        default R positional(Positional expr) {
            throw new IllegalStateException("positional parameters are replaced by resolve");
        }
    }

    /** An integer; {@code value} holds the 64 bits, unsigned above {@link Long#MAX_VALUE}. */
    public record IntegerLiteral(long value, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.integer(this);
        }
    }

    /** A string, its escapes replaced. */
    public record StringLiteral(String value, Span span) implements Expr {
        /** The literal of a string's bytes. */
        public static StringLiteral of(byte[] bytes, Span span) {
            return new StringLiteral(Utf8.decode(bytes), span);
        }

        /** The string's bytes, without a NUL behind: UTF-8, but for bytes that an escape gave. */
        public byte[] bytes() {
            return Utf8.encode(value);
        }

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.string(this);
        }
    }

    /** {@code true} or {@code false}. */
    public record BoolLiteral(boolean value, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.bool(this);
        }
    }

    /**
     * {@code $1}, or {@code $#}: an argument of the command line.
     *
     * @param index the argument's number, from 1; 0 for how many there are
     */
    public record Positional(int index, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.positional(this);
        }
    }

    /** A builtin's name without call syntax: {@code pid}. */
    public record Name(String name, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.name(this);
        }
    }

    /** A scratch variable; the name without {@code $}. */
    public record Variable(String name, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.variable(this);
        }
    }

    /** A map, with keys or without; the name with {@code @}. */
    public record MapAccess(String name, List<Expr> keys, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.mapAccess(this);
        }
    }

    /** {@code name(arguments)}. */
    public record Call(String name, Span nameSpan, List<Expr> arguments, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /**
     * {@code object.field} or {@code object->field}, which mean the same; the field of a tuple is a number.
     *
     * @param arrow whether it is written {@code ->}
     */
    public record Member(Expr object, String field, Span fieldSpan, boolean arrow, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.member(this);
        }
    }

    public record Unary(UnaryOperator operator, Expr operand, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.unary(this);
        }
    }

    /**
     * {@code ++x}, {@code x++}, {@code --x}, {@code x--}.
     *
     * @param target a {@link Variable} or a {@link MapAccess}
     * @param amount 1 or -1
     * @param prefix whether the value is the one after the change
     */
    public record Increment(Expr target, int amount, boolean prefix, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.increment(this);
        }
    }

    public record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /**
     * {@code condition ? yes : no}.
     *
     * @param yes null for {@code condition ?: no}, whose value is the condition where that is true
     */
    public record Conditional(Expr condition, @Nullable Expr yes, Expr no, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.conditional(this);
        }
    }

    /** {@code (type)operand}. */
    public record Cast(TypeName type, Expr operand, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** {@code (a, b)}, {@code (a,)} or {@code ()}. */
    public record Tuple(List<Expr> elements, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.tuple(this);
        }
    }

    /** {@code (name = value, ...)}: a tuple whose elements have names. */
    public record RecordLiteral(List<NamedValue> fields, Span span) implements Expr {
        /** One field. */
        public record NamedValue(String name, Span nameSpan, Expr value) {}

        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.record(this);
        }
    }

    /** {@code object[index]}, where the object is no map without keys: that is a {@link MapAccess}. */
    public record Index(Expr object, Expr index, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.index(this);
        }
    }

    /** {@code sizeof(type)} or {@code sizeof(expression)}, see {@link TypeOf}. */
    public record SizeOf(TypeName type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.sizeOf(this);
        }
    }

    /**
     * {@code offsetof(type, a.b)} or {@code offsetof(expression, a.b)}.
     *
     * @param fields the path to the field, from outside in; at least one
     */
    public record OffsetOf(TypeName type, List<String> fields, Span fieldsSpan, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.offsetOf(this);
        }
    }

    /** {@code typeinfo(type)} or {@code typeinfo(expression)}. */
    public record TypeInfo(TypeName type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.typeInfo(this);
        }
    }

    /**
     * A type where a value may stand: {@code typeof($x)} as an argument or to be compared. Any other type stands only inside
     * of {@code typeof}: {@code typeof(struct s *)} is a {@link TypeOf} of such an expression.
     */
    public record TypeExpr(TypeName type, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.type(this);
        }
    }

    /**
     * {@code if condition {...} else ...} as a value.
     *
     * @param otherwise a {@link BlockExpression} or another {@link IfExpression}
     */
    public record IfExpression(Expr condition, BlockExpression then, Expr otherwise, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.branch(this);
        }
    }

    /**
     * {@code { statements; value }} as a value.
     *
     * @param value the last expression, which no semicolon ends, or null
     */
    public record BlockExpression(
            List<Statement> statements, @Nullable Expr value, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.block(this);
        }
    }

    /** {@code comptime operand}: computed by the compiler. Also the condition of {@code if comptime}. */
    public record Comptime(Expr operand, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.comptime(this);
        }
    }

    /** Prefix operators. */
    public enum UnaryOperator {
        NEGATE("-"),
        NOT("!"),
        COMPLEMENT("~"),
        ADDRESS_OF("&"),
        DEREFERENCE("*");

        private final String text;

        UnaryOperator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Infix operators; a higher precedence binds tighter. */
    public enum BinaryOperator {
        OR_ELSE("||", 1),
        AND_ALSO("&&", 2),
        OR("|", 3),
        XOR("^", 4),
        AND("&", 5),
        EQUAL("==", 6),
        NOT_EQUAL("!=", 6),
        LESS("<", 7),
        LESS_EQUAL("<=", 7),
        GREATER(">", 7),
        GREATER_EQUAL(">=", 7),
        SHIFT_LEFT("<<", 8),
        SHIFT_RIGHT(">>", 8),
        ADD("+", 9),
        SUBTRACT("-", 9),
        MULTIPLY("*", 10),
        DIVIDE("/", 10),
        MODULO("%", 10);

        private final String text;
        private final int precedence;

        BinaryOperator(String text, int precedence) {
            this.text = text;
            this.precedence = precedence;
        }

        public String text() {
            return text;
        }

        public int precedence() {
            return precedence;
        }
    }
}
