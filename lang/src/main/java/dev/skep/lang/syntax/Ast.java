package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import dev.skep.lang.source.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The abstract syntax tree: immutable records, each with its place in the source. */
public final class Ast {
    private Ast() {}

    /** A whole script. */
    public record Script(List<Probe> probes, Span span) {}

    /** One or more attach points that share a body. */
    public record Probe(
            List<AttachPoint> attachPoints, @Nullable Expr predicate, Block body, Span span) {}

    /** {@code tracepoint:syscalls:sys_enter_*}: parts between colons, as written. */
    public record AttachPoint(List<Part> parts, Span span) {
        /** The text between two colons, quotes and positional parameters as written. */
        public record Part(String text, Span span) {}
    }

    // ------------------------------------------------------------------------------------------------- statements

    /** What stands in a block. */
    public sealed interface Statement {
        Span span();

        <R> R accept(StatementVisitor<R> visitor);
    }

    /** A method per kind of statement. */
    public interface StatementVisitor<R> {
        R block(Block block);

        R expression(ExpressionStatement statement);

        R assign(Assign statement);

        R declare(Declare statement);

        R branch(If statement);
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

    /** {@code let $x;} or {@code let $x = value;}. */
    public record Declare(Variable variable, @Nullable Expr value, Span span) implements Statement {
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

    /** {@code object.field} or {@code object->field}; the field of a tuple is a number. */
    public record Member(Expr object, String field, Span fieldSpan, Span span) implements Expr {
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

    /** {@code condition ? yes : no}. */
    public record Conditional(Expr condition, Expr yes, Expr no, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.conditional(this);
        }
    }

    /** {@code (type)operand}: for now the integer types by name. */
    public record Cast(String type, Span typeSpan, Expr operand, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** {@code (a, b)}. */
    public record Tuple(List<Expr> elements, Span span) implements Expr {
        @Override
        public <R> R accept(ExprVisitor<R> visitor) {
            return visitor.tuple(this);
        }
    }

    /** Prefix operators. */
    public enum UnaryOperator {
        NEGATE("-"),
        NOT("!"),
        COMPLEMENT("~");

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
