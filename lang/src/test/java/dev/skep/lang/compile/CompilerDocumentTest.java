package dev.skep.lang.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/compiler.md} shows what the stages print of its example. {@code -Dupdate} writes that into it. */
class CompilerDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/compiler.md");
    private static final Pattern EXAMPLE = Pattern.compile("```bpftrace\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN = Pattern.compile("<!-- stage (\\S+) -->\n```text\n(.*?)```", Pattern.DOTALL);

    private static final class Texts implements StageListener {
        private final Map<Stage, String> texts = new EnumMap<>(Stage.class);

        @Override
        public boolean wants(Stage stage) {
            return true;
        }

        @Override
        public void text(Stage stage, String text) {
            texts.put(stage, text);
        }
    }

    @Test
    void showsWhatTheStagesPrint() throws IOException {
        String document = Files.readString(DOCUMENT);
        Matcher example = EXAMPLE.matcher(document);
        assertThat(example.find()).isTrue();
        Texts stages = new Texts();
        Compilation compilation = new Compiler(Recording.target(), CompileOptions.DEFAULT, stages)
                .compile(new Source("stdin", example.group(1)));
        assertThat(compilation.script()).isNotNull();
        int[] shown = {0};
        String expected = SHOWN.matcher(document).replaceAll(block -> {
            shown[0]++;
            Stage stage = Stage.valueOf(block.group(1).replace('-', '_').toUpperCase(Locale.ROOT));
            String text = secondProbe(stage, Objects.requireNonNull(stages.texts.get(stage)));
            return Matcher.quoteReplacement(
                    "<!-- stage " + block.group(1) + " -->\n```text\n" + text.stripTrailing() + "\n```");
        });
        assertThat(shown[0]).isEqualTo(5);
        if (System.getProperty("update") != null) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document).as("%s (rewrite it with -Dupdate)", DOCUMENT).isEqualTo(expected);
        }
    }

    /** What a stage prints of the example's second probe; of the types, all. */
    private static String secondProbe(Stage stage, String text) {
        String start = switch (stage) {
            case AST -> "  probe\n    attach tracepoint:syscalls:sys_exit_read";
            case IR, IR_OPT, BPF -> "program p1_";
            default -> "map ";
        };
        int at = text.indexOf(start);
        assertThat(at).as("%s of %s", start, stage).isNotNegative();
        return text.substring(at);
    }
}
