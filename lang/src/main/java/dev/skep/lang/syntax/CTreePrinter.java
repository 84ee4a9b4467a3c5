package dev.skep.lang.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints declarations in C as a tree, as a part of {@link AstPrinter}'s. */
final class CTreePrinter {
    private final AstPrinter printer;

    CTreePrinter(AstPrinter printer) {
        this.printer = printer;
    }

    void declaration(CAst.Declaration declaration) {
        printer.line(declaration.isTypedef() ? "typedef" : "declaration");
        printer.indent();
        type(declaration.type(), null);
        declarators(declaration.declarators(), declaration.type());
        printer.dedent();
    }

    /** Declarators; the type in front of them was printed, unless it is null. */
    private void declarators(List<CAst.Declarator> declarators, CAst.@Nullable Type above) {
        for (CAst.Declarator declarator : declarators) {
            String name = declarator.name();
            printer.line("declarator " + (name == null ? "without name" : name) + attributes(declarator.attributes()));
            printer.indent();
            type(declarator.type(), above);
            Ast.Expr bits = declarator.bits();
            if (bits != null) {
                printer.node("bits", bits);
            }
            printer.dedent();
        }
    }

    private static String attributes(List<String> attributes) {
        return attributes.isEmpty() ? "" : " " + String.join(" ", attributes);
    }

    private void type(CAst.Type type, CAst.@Nullable Type above) {
        if (type == above) {
            printer.line("the type above");
        } else if (type instanceof CAst.Named named) {
            printer.line(named.name());
        } else if (type instanceof CAst.Tagged tagged) {
            printer.line(tagged.tag().text() + " " + tagged.name());
        } else if (type instanceof CAst.Composite composite) {
            head(composite.tag().text(), composite.name(), composite.attributes());
            for (CAst.Member member : composite.members()) {
                printer.line("member");
                printer.indent();
                type(member.type(), null);
                declarators(member.declarators(), member.type());
                printer.dedent();
            }
            printer.dedent();
        } else if (type instanceof CAst.Enumeration enumeration) {
            head("enum", enumeration.name(), enumeration.attributes());
            for (CAst.Enumerator enumerator : enumeration.enumerators()) {
                Ast.Expr value = enumerator.value();
                if (value == null) {
                    printer.line(enumerator.name());
                } else {
                    printer.node(enumerator.name() + " =", value);
                }
            }
            printer.dedent();
        } else if (type instanceof CAst.Qualified qualified) {
            inside(qualified.qualifier(), qualified.type(), above);
        } else if (type instanceof CAst.Pointer pointer) {
            inside("pointer to", pointer.target(), above);
        } else if (type instanceof CAst.Array array) {
            Ast.Expr count = array.count();
            if (count != null) {
                printer.node("array of", count);
                printer.indent();
                type(array.element(), above);
                printer.dedent();
            } else {
                inside("array without end of", array.element(), above);
            }
        } else if (type instanceof CAst.Function function) {
            String what = function.variadic() ? "variadic function that gives" : "function that gives";
            inside(what, function.result(), above);
            printer.indent();
            declarators(function.parameters(), null);
            printer.dedent();
        }
    }

    private void head(String tag, @Nullable String name, List<String> attributes) {
        printer.line(tag + " " + (name == null ? "without name" : name) + " {}" + attributes(attributes));
        printer.indent();
    }

    private void inside(String what, CAst.Type type, CAst.@Nullable Type above) {
        printer.line(what);
        printer.indent();
        type(type, above);
        printer.dedent();
    }
}
