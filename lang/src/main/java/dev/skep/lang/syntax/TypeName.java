package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import org.jspecify.annotations.Nullable;

/** A type as it is written. Whether a name names a type is not known here. */
public sealed interface TypeName {
    Span span();

    <R> R accept(Visitor<R> visitor);

    /** A method per kind of type. */
    interface Visitor<R> {
        R named(Named type);

        R tagged(Tagged type);

        R pointer(Pointer type);

        R array(Array type);

        R typeOf(TypeOf type);
    }

    /**
     * {@code int64}, {@code string}, {@code unsigned long}, a typedef. As the operand of {@code sizeof} and its like it may
     * also be a name that has a value: {@code sizeof(pid)}; only {@code sizeof((pid))} is a value for sure.
     *
     * @param name the words, a space between
     */
    record Named(String name, Span span) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.named(this);
        }
    }

    /** {@code struct name}, {@code union name} or {@code enum name}. */
    record Tagged(Tag tag, String name, Span span) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tagged(this);
        }
    }

    /** {@code target *}. */
    record Pointer(TypeName target, Span span) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pointer(this);
        }
    }

    /**
     * {@code element[count]}, also {@code string[64]} and {@code buffer[256]}. As in C, {@code int8[2][3]} is two arrays of
     * three.
     *
     * @param count null if it is left out: {@code (int8[])x}
     */
    record Array(TypeName element, Ast.@Nullable Expr count, Span span) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.array(this);
        }
    }

    /**
     * The type of an expression; that of a {@link Ast.TypeExpr} is the type itself.
     *
     * @param explicit whether it is written {@code typeof(operand)}, and not the operand of {@code sizeof(operand)}, {@code
     *     offsetof(operand, field)} or {@code typeinfo(operand)}
     */
    record TypeOf(Ast.Expr operand, boolean explicit, Span span) implements TypeName {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.typeOf(this);
        }
    }

    /** What stands in front of the name of a structure. */
    enum Tag {
        STRUCT("struct"),
        UNION("union"),
        ENUM("enum");

        private final String text;

        Tag(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
