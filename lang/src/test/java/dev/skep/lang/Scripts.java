package dev.skep.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.check.Checker;
import dev.skep.lang.check.Names;
import dev.skep.lang.check.Setting;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.function.Functions;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.lower.Lowered;
import dev.skep.lang.lower.Lowerer;
import dev.skep.lang.resolve.ResolveOptions;
import dev.skep.lang.resolve.ResolvedScript;
import dev.skep.lang.resolve.Resolver;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;

/** Takes scripts through the stages, for tests. */
public final class Scripts {
    private static final Target TARGET = Recording.target();

    private Scripts() {}

    /** The typed tree of a script, and what was reported. A script that does not parse or resolve fails the test. */
    public static Typed.Script check(String program, Diagnostics diagnostics) {
        Source source = new Source("stdin", program);
        Ast.Script script = Parser.parse(source, diagnostics);
        ResolvedScript resolved = Resolver.resolve(script, TARGET, ResolveOptions.DEFAULT, diagnostics);
        assertThat(messages(diagnostics)).as(program).isEmpty();
        return Checker.check(resolved, new Setting(new Names(Functions.all(0)), Limits.DEFAULT, TARGET), diagnostics);
    }

    /** The typed tree of a script without errors. */
    public static Typed.Script check(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Typed.Script typed = check(program, diagnostics);
        assertThat(diagnostics.hasErrors())
                .as("%s: %s", program, messages(diagnostics))
                .isFalse();
        return typed;
    }

    /** What is reported, as it is printed. */
    public static String errors(String program) {
        Diagnostics diagnostics = new Diagnostics();
        check(program, diagnostics);
        return messages(diagnostics);
    }

    /** A script without errors, lowered; the IR is verified. */
    public static Lowered lower(String program) {
        return lower(program, Limits.DEFAULT, 0);
    }

    public static Lowered lower(String program, Limits limits, int pid) {
        Lowered lowered = Lowerer.lower(check(program), limits, pid, TARGET);
        lowered.programs().forEach(IrVerifier::verify);
        return lowered;
    }

    private static String messages(Diagnostics diagnostics) {
        return new DiagnosticPrinter(false).print(diagnostics);
    }
}
