package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.CAst;
import dev.skep.lang.syntax.Section;

/** Reports the parts of a script that are understood, but not supported yet. */
final class UnsupportedSections implements Section.Visitor<Void> {
    private final Diagnostics diagnostics;

    private UnsupportedSections(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    static void report(Ast.Script script, Diagnostics diagnostics) {
        UnsupportedSections visitor = new UnsupportedSections(diagnostics);
        for (Section section : script.sections()) {
            section.accept(visitor);
        }
    }

    private Void unsupported(String what, Span span) {
        diagnostics.error(Code.UNSUPPORTED_SYNTAX, span, what + " is not supported yet");
        return null;
    }

    @Override
    public Void include(CAst.Include section) {
        return unsupported("An include", section.span());
    }

    @Override
    public Void define(CAst.Define section) {
        return unsupported("A C macro", section.span());
    }

    @Override
    public Void directive(CAst.OtherDirective section) {
        return unsupported("The C preprocessor", section.span());
    }

    @Override
    public Void declaration(CAst.Declaration section) {
        return unsupported("A C definition", section.span());
    }

    @Override
    public Void config(Section.Config section) {
        return null;
    }

    @Override
    public Void importFile(Section.Import section) {
        return unsupported("An import", section.span());
    }

    @Override
    public Void mapDeclaration(Section.MapDeclaration section) {
        return null;
    }

    @Override
    public Void macro(Section.Macro section) {
        return unsupported("A macro", section.nameSpan());
    }

    @Override
    public Void subprogram(Section.Subprogram section) {
        return unsupported("A function", section.nameSpan());
    }

    @Override
    public Void probe(Ast.Probe section) {
        return null;
    }
}
