package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;

/** Parses for tests. */
final class Programs {
    static final Span NOWHERE = new Span(new Source("stdin", ""), 0, 0);

    private Programs() {}

    /** The tree of a program without errors. */
    static Ast.Script parse(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source("stdin", program), diagnostics);
        assertThat(new DiagnosticPrinter(false).print(diagnostics)).as(program).isEmpty();
        return script;
    }

    static Ast.Expr expression(String expression) {
        Ast.Script script = parse("begin { " + expression + " }");
        return ((Ast.ExpressionStatement)
                        script.probes().getFirst().body().statements().getFirst())
                .expression();
    }

    /** What is reported, as it is printed. */
    static String errors(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new Source("stdin", program), diagnostics);
        return new DiagnosticPrinter(false).print(diagnostics);
    }

    static Diagnostic onlyError(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new Source("stdin", program), diagnostics);
        assertThat(diagnostics.all()).as(program).hasSize(1);
        return diagnostics.all().getFirst();
    }
}
