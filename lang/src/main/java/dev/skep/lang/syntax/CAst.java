package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script may say in C: lines of the preprocessor, and declarations of types. */
public final class CAst {
    private CAst() {}

    // ------------------------------------------------------------------------------------------------- directives

    /** A line of the preprocessor; a backslash at a line's end joins it with the next. */
    public sealed interface Directive extends Section permits Include, Define, OtherDirective {}

    /**
     * {@code #include <path>} or {@code #include "path"}.
     *
     * @param system whether it is written in angle brackets
     */
    public record Include(String path, boolean system, Span span) implements Directive {
        @Override
        public <R> R accept(Section.Visitor<R> visitor) {
            return visitor.include(this);
        }
    }

    /**
     * {@code #define name(parameters) body}.
     *
     * @param parameters null if it has no list of parameters, which is not an empty one; the last may be {@code ...}
     * @param body what it stands for: comments and line breaks are a space, none around it
     */
    public record Define(String name, @Nullable List<String> parameters, String body, Span span) implements Directive {
        @Override
        public <R> R accept(Section.Visitor<R> visitor) {
            return visitor.define(this);
        }
    }

    /**
     * Any other directive.
     *
     * @param name {@code ifdef}, {@code endif}, ...; empty for a lone {@code #}
     * @param text the rest of the line: comments and line breaks are a space, none around it
     */
    public record OtherDirective(String name, String text, Span span) implements Directive {
        @Override
        public <R> R accept(Section.Visitor<R> visitor) {
            return visitor.directive(this);
        }
    }

    // ----------------------------------------------------------------------------------------------- declarations

    /**
     * {@code struct s {...};}, {@code typedef type name;} or the like.
     *
     * @param isTypedef whether {@code typedef} stands in front
     * @param type the type in front of the declarators
     * @param declarators the names that are declared; none for a type alone
     */
    public record Declaration(boolean isTypedef, Type type, List<Declarator> declarators, Span span)
            implements Section {
        @Override
        public <R> R accept(Section.Visitor<R> visitor) {
            return visitor.declaration(this);
        }
    }

    /**
     * A name and what it is.
     *
     * @param name null for padding ({@code int : 3;}) and for a parameter without a name
     * @param type the whole type, also pointers and arrays that stand around the name
     * @param bits the width of a bit field, or null
     * @param attributes as written, without comments: {@code __attribute__((packed))}
     */
    public record Declarator(
            @Nullable String name, Type type, Ast.@Nullable Expr bits, List<String> attributes, Span span) {}

    /** A type. */
    public sealed interface Type {
        Span span();
    }

    /**
     * {@code int}, {@code unsigned long}, {@code __u32}.
     *
     * @param name the words, a space between
     */
    public record Named(String name, Span span) implements Type {}

    /** {@code struct s} without a body. */
    public record Tagged(TypeName.Tag tag, String name, Span span) implements Type {}

    /**
     * {@code struct s {...}} or {@code union {...}}.
     *
     * @param tag no enum
     * @param name null if it has none
     * @param attributes as written, in front of the name or behind the body
     */
    public record Composite(
            TypeName.Tag tag, @Nullable String name, List<Member> members, List<String> attributes, Span span)
            implements Type {}

    /**
     * One line of a composite.
     *
     * @param declarators none for an anonymous struct or union, whose members are as if they stood here
     */
    public record Member(Type type, List<Declarator> declarators, Span span) {}

    /** {@code enum e {...}}. */
    public record Enumeration(@Nullable String name, List<Enumerator> enumerators, List<String> attributes, Span span)
            implements Type {}

    /** One constant of an enumeration; without a value it is one more than the one in front. */
    public record Enumerator(String name, Ast.@Nullable Expr value, Span span) {}

    /** {@code const type} or {@code volatile type}. */
    public record Qualified(String qualifier, Type type, Span span) implements Type {}

    public record Pointer(Type target, Span span) implements Type {}

    /** An array; without a count it is a flexible one, at the end of a structure. */
    public record Array(Type element, Ast.@Nullable Expr count, Span span) implements Type {}

    /** A function; structures have pointers to them. */
    public record Function(Type result, List<Declarator> parameters, boolean variadic, Span span) implements Type {}
}
