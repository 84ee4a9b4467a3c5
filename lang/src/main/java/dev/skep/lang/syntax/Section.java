package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.List;

/** A part of a script. Definitions in C and their preprocessor are a language of their own: {@link CAst}. */
public sealed interface Section
        permits Ast.Probe,
                CAst.Declaration,
                CAst.Directive,
                Section.Config,
                Section.Import,
                Section.Macro,
                Section.MapDeclaration,
                Section.Subprogram {

    Span span();

    <R> R accept(Visitor<R> visitor);

    /** A method per kind of section. */
    interface Visitor<R> {
        R include(CAst.Include section);

        R define(CAst.Define section);

        R directive(CAst.OtherDirective section);

        R declaration(CAst.Declaration section);

        R config(Config section);

        R importFile(Import section);

        R mapDeclaration(MapDeclaration section);

        R macro(Macro section);

        R subprogram(Subprogram section);

        R probe(Ast.Probe section);
    }

    /** {@code config = { key = value; ... }}. */
    record Config(List<Entry> entries, Span span) implements Section {
        /**
         * One setting.
         *
         * @param value an {@link Ast.IntegerLiteral}, {@link Ast.StringLiteral}, {@link Ast.BoolLiteral} or {@link Ast.Name}
         */
        public record Entry(String key, Span keySpan, Ast.Expr value, Span span) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.config(this);
        }
    }

    /** {@code import "path";}, outside of all braces or in a block. */
    record Import(Ast.StringLiteral path, Span span) implements Section, Ast.Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.importFile(this);
        }

        @Override
        public <R> R accept(Ast.StatementVisitor<R> visitor) {
            return visitor.importFile(this);
        }
    }

    /**
     * {@code let @name = kind(arguments);}.
     *
     * @param name with {@code @}
     */
    record MapDeclaration(String name, Span nameSpan, String kind, Span kindSpan, List<Ast.Expr> arguments, Span span)
            implements Section {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mapDeclaration(this);
        }
    }

    /**
     * {@code macro name($a, @b, c) {...}}.
     *
     * @param parameters each a {@link Ast.Variable}, a {@link Ast.MapAccess} without keys, or a {@link Ast.Name}
     */
    record Macro(String name, Span nameSpan, List<Ast.Expr> parameters, Ast.BlockExpression body, Span span)
            implements Section {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.macro(this);
        }
    }

    /** {@code fn name($a: type, ...): type {...}}. */
    record Subprogram(
            String name, Span nameSpan, List<Parameter> parameters, TypeName result, Ast.Block body, Span span)
            implements Section {
        /** One parameter with its type. */
        public record Parameter(Ast.Variable variable, TypeName type, Span span) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.subprogram(this);
        }
    }
}
