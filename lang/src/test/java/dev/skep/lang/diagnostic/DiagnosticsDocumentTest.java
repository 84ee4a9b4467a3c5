package dev.skep.lang.diagnostic;

import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/diagnostics.md} is true: it has a section for every code, and every program in it, wrong or right, gives what
 * the document says. {@code -Dupdate} writes the messages into it.
 */
class DiagnosticsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/diagnostics.md");

    private static final String HELP = """
            every Code has a section in docs/diagnostics.md (-Dupdate fills in the text block):

            ### code-name

            What it means.

            ```bpftrace
            the wrong program
            ```

            ```text
            ```

            The way out.

            ```bpftrace
            the right program
            ```
            """;

    private static final int WIDEST = 140;

    private static final Pattern REPETITION = Pattern.compile("«(.*?) × (\\d+)»");

    /** How many examples each code has. */
    private final Map<Code, Integer> examples = new EnumMap<>(Code.class);

    private final SoftAssertions checks = new SoftAssertions();
    private @Nullable Code section;
    private @Nullable Compilation wrong;

    @Test
    void everyCodeHasItsSectionAndEverySectionIsTrue() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);
        List<String> actual = new ArrayList<>();
        for (int at = 0; at < document.size(); at++) {
            String line = document.get(at);
            actual.add(line);
            if (line.startsWith("### ")) {
                begin(line.substring(4));
            } else if (section != null && line.startsWith("```")) {
                int end = at + 1 + document.subList(at + 1, document.size()).indexOf("```");
                actual.addAll(block(section, line.substring(3), document.subList(at + 1, end)));
                actual.add("```");
                at = end;
            }
        }
        checks.assertThat(examples.keySet()).as(HELP).containsExactlyInAnyOrder(Code.values());
        checks.assertThat(examples.values()).as(HELP).doesNotContain(0);
        if (System.getProperty("update") != null) {
            Files.write(DOCUMENT, actual);
        }
        checks.assertThat(String.join("\n", actual))
                .as("docs/diagnostics.md (-Dupdate writes the messages into it)")
                .isEqualTo(String.join("\n", Files.readAllLines(DOCUMENT)));
        checks.assertAll();
    }

    private void begin(String name) {
        section = Code.of(name);
        wrong = null;
        checks.assertThat(section).as("the code '%s'", name).isNotNull();
        if (section != null) {
            checks.assertThat(examples.put(section, 0))
                    .as("one section for '%s'", name)
                    .isNull();
        }
    }

    /** A block of a section: the wrong program, what is said about it, or the right program; and what it should be. */
    private List<String> block(Code code, String kind, List<String> given) {
        if (kind.equals("text")) {
            return wrong == null
                    ? given
                    : message(wrong).lines().map(DiagnosticsDocumentTest::cut).toList();
        }
        String program = String.join("\n", given);
        Compilation compilation =
                compile(program, kind.substring("bpftrace".length()).strip());
        if (wrong == null) {
            wrong = compilation;
            checks.assertThat(compilation.diagnostics().all())
                    .as("what is said about the wrong program of %s: %s", code, program)
                    .isNotEmpty()
                    .extracting(Diagnostic::code)
                    .containsOnly(code);
        } else {
            wrong = null;
            examples.merge(code, 1, Integer::sum);
            checks.assertThat(message(compilation))
                    .as("what is said about the way out of %s: %s", code, program)
                    .isEmpty();
        }
        return given;
    }

    private static String cut(String line) {
        return line.length() > WIDEST ? line.substring(0, WIDEST) + " ..." : line;
    }

    private static String message(Compilation compilation) {
        return new DiagnosticPrinter(false).print(compilation.diagnostics());
    }

    private static Compilation compile(String text, String arguments) {
        String program = REPETITION.matcher(text).replaceAll(DiagnosticsDocumentTest::repeat);
        return new Compiler(Recording.target(), options(arguments), StageListener.NONE)
                .compile(new Source("stdin", program));
    }

    private static String repeat(MatchResult match) {
        return String.join("", Collections.nCopies(Integer.parseInt(match.group(2)), match.group(1)));
    }

    private static CompileOptions options(String arguments) {
        CompileOptions options = CompileOptions.DEFAULT;
        for (String argument : arguments.isEmpty() ? List.<String>of() : Arrays.asList(arguments.split(" "))) {
            int value = argument.indexOf('=') + 1;
            if (argument.startsWith("BPFTRACE_MAX_PROBES=")) {
                options = options.withMaxProbes(Integer.parseInt(argument.substring(value)));
            } else if (argument.startsWith("BPFTRACE_MAX_STRLEN=")) {
                Limits limits = options.limits();
                int length = Integer.parseInt(argument.substring(value));
                options = options.withLimits(new Limits(limits.mapKeys(), length, limits.stacks(), limits.ringBytes()));
            } else if (argument.equals("-c")) {
                options = options.withChild(4711);
            } else {
                List<String> parameters = new ArrayList<>(options.parameters());
                parameters.add(argument);
                options = options.withParameters(parameters);
            }
        }
        return options;
    }
}
