package dev.skep.lang.check;

import dev.skep.lang.Golden;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.function.Functions;
import dev.skep.lang.resolve.ResolveOptions;
import dev.skep.lang.resolve.ResolvedScript;
import dev.skep.lang.resolve.Resolver;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever is made of the checker's own cases by exchanging their parts has types, or errors; nothing throws or hangs. */
class CheckFuzzTest {
    private static final Target TARGET = Recording.target();

    private final Random random = new Random(5);

    @Test
    void partsOfCasesExchanged() {
        List<List<String>> cases = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (String file : List.of("check/types.txt", "check/errors.txt")) {
            for (String input : Golden.inputs(file)) {
                List<String> pieces = pieces(input);
                cases.add(pieces);
                parts.addAll(pieces);
            }
        }
        String[] last = {""};
        try {
            Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                for (int round = 0; round < 15_000; round++) {
                    List<String> pieces = new ArrayList<>(cases.get(random.nextInt(cases.size())));
                    for (int change = 1 + random.nextInt(3); change > 0 && !pieces.isEmpty(); change--) {
                        int at = random.nextInt(pieces.size());
                        pieces.set(at, parts.get(random.nextInt(parts.size())));
                    }
                    last[0] = String.join("", pieces);
                    check(last[0]);
                }
            });
        } catch (Throwable failure) {
            throw new AssertionError("failed on: " + last[0], failure);
        }
    }

    /** A program in words, signs and literals. */
    private static List<String> pieces(String program) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= program.length(); i++) {
            boolean together = i < program.length() && isWord(program.charAt(i)) && isWord(program.charAt(i - 1));
            if (!together) {
                pieces.add(program.substring(start, i));
                start = i;
            }
        }
        return pieces;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c == '.' || c == '"';
    }

    private static void check(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source("stdin", program), diagnostics);
        if (diagnostics.hasErrors()) {
            return;
        }
        ResolvedScript resolved = Resolver.resolve(script, TARGET, ResolveOptions.DEFAULT, diagnostics);
        if (diagnostics.hasErrors()) {
            return;
        }
        Setting setting = new Setting(new Names(Functions.all(0)), Limits.DEFAULT, TARGET);
        Typed.Script typed = Checker.check(resolved, setting, diagnostics);
        new DiagnosticPrinter(false).print(diagnostics);
        if (!diagnostics.hasErrors()) {
            TypedPrinter.print(typed);
        }
    }
}
