package dev.skep.lang.syntax;

import java.util.List;

/** Prints declarations in C as C again. */
final class CPrinter {
    private final StringBuilder out;
    private int indent;

    CPrinter(StringBuilder out) {
        this.out = out;
    }

    /** A declaration, up to and with its semicolon. */
    StringBuilder declaration(CAst.Declaration declaration) {
        out.append(declaration.isTypedef() ? "typedef " : "");
        line(declaration.type(), declaration.declarators());
        return out.append(";\n");
    }

    /** A type and what is declared with it. */
    private void line(CAst.Type base, List<CAst.Declarator> declarators) {
        base(base);
        String between = " ";
        for (CAst.Declarator declarator : declarators) {
            String text = declarator(declarator);
            out.append(text.isEmpty() ? "" : between).append(text);
            between = ", ";
        }
    }

    /** What stands in front of declarators. */
    private void base(CAst.Type type) {
        if (type instanceof CAst.Qualified qualified) {
            out.append(qualified.qualifier()).append(' ');
            base(qualified.type());
        } else if (type instanceof CAst.Named named) {
            out.append(named.name());
        } else if (type instanceof CAst.Tagged tagged) {
            out.append(tagged.tag().text()).append(' ').append(tagged.name());
        } else if (type instanceof CAst.Composite composite) {
            out.append(composite.tag().text()).append(' ');
            out.append(composite.name() == null ? "" : composite.name() + " ").append("{\n");
            indent++;
            for (CAst.Member member : composite.members()) {
                indentation();
                line(member.type(), member.declarators());
                out.append(";\n");
            }
            close(composite.attributes());
        } else if (type instanceof CAst.Enumeration enumeration) {
            out.append("enum ");
            out.append(enumeration.name() == null ? "" : enumeration.name() + " ")
                    .append("{\n");
            indent++;
            for (CAst.Enumerator enumerator : enumeration.enumerators()) {
                indentation();
                out.append(enumerator.name());
                Ast.Expr value = enumerator.value();
                out.append(value == null ? "" : " = " + SourcePrinter.print(value));
                out.append(",\n");
            }
            close(enumeration.attributes());
        } else {
            throw new IllegalStateException("a derived type stands in front of no declarator");
        }
    }

    private void close(List<String> attributes) {
        indent--;
        indentation();
        out.append('}');
        for (String attribute : attributes) {
            out.append(' ').append(attribute);
        }
    }

    private void indentation() {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
    }

    /** A declarator: its name, with what its type is derived by around it, from inside out. */
    private static String declarator(CAst.Declarator declarator) {
        StringBuilder text = new StringBuilder(declarator.name() == null ? "" : declarator.name());
        StringBuilder qualifiers = new StringBuilder();
        CAst.Type type = declarator.type();
        while (isDerived(type)) {
            if (type instanceof CAst.Pointer pointer) {
                text.insert(0, "*" + qualifiers);
                qualifiers.setLength(0);
                type = pointer.target();
                if (type instanceof CAst.Array || type instanceof CAst.Function) {
                    text.insert(0, '(').append(')');
                }
            } else if (type instanceof CAst.Array array) {
                Ast.Expr count = array.count();
                text.append('[')
                        .append(count == null ? "" : SourcePrinter.print(count))
                        .append(']');
                type = array.element();
            } else if (type instanceof CAst.Function function) {
                parameters(function, text);
                type = function.result();
            } else if (type instanceof CAst.Qualified qualified) {
                qualifiers.append(qualified.qualifier()).append(' ');
                type = qualified.type();
            }
        }
        Ast.Expr bits = declarator.bits();
        if (bits != null) {
            text.append(declarator.name() == null ? ": " : " : ").append(SourcePrinter.print(bits));
        }
        for (String attribute : declarator.attributes()) {
            text.append(text.isEmpty() ? "" : " ").append(attribute);
        }
        return text.toString();
    }

    /** Whether a type is made by a declarator: a pointer, which may be qualified, an array, or a function. */
    private static boolean isDerived(CAst.Type type) {
        CAst.Type unqualified = type;
        while (unqualified instanceof CAst.Qualified qualified) {
            unqualified = qualified.type();
        }
        return unqualified instanceof CAst.Pointer || type instanceof CAst.Array || type instanceof CAst.Function;
    }

    /** The type in front of a declarator, which its own is derived from. */
    private static CAst.Type base(CAst.Declarator declarator) {
        CAst.Type type = declarator.type();
        while (isDerived(type)) {
            type = switch (type) {
                case CAst.Pointer pointer -> pointer.target();
                case CAst.Array array -> array.element();
                case CAst.Function function -> function.result();
                case CAst.Qualified qualified -> qualified.type();
                default -> throw new IllegalStateException("derived from nothing");
            };
        }
        return type;
    }

    private static void parameters(CAst.Function function, StringBuilder text) {
        text.append('(');
        String between = "";
        for (CAst.Declarator parameter : function.parameters()) {
            text.append(between);
            new CPrinter(text).line(base(parameter), List.of(parameter));
            between = ", ";
        }
        if (function.variadic()) {
            text.append(between).append("...");
        } else if (function.parameters().isEmpty()) {
            text.append("void");
        }
        text.append(')');
    }
}
