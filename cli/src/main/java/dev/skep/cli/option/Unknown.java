package dev.skep.cli.option;

import dev.skep.lang.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.List;

/** What to say about an option that is not in the table: what was meant, perhaps, or that it is bpftrace's and not ours yet. */
final class Unknown {
    /** Options of bpftrace 0.26 that Skep does not have; a NUL letter is none. */
    private enum Elsewhere {
        FORMAT('f', "format"),
        INCLUDE_DIR('I', "include-dir"),
        INCLUDE('\0', "include"),
        UNSAFE('\0', "unsafe"),
        USDT_FILE_ACTIVATION('\0', "usdt-file-activation"),
        NO_FEATURE('\0', "no-feature"),
        DEBUGINFO('\0', "debuginfo"),
        TRACEABLE_FUNCTIONS('\0', "traceable-functions"),
        PROBE_FILTER('\0', "probe-filter"),
        EMIT_ELF('\0', "emit-elf"),
        EMIT_LLVM('\0', "emit-llvm"),
        AOT('\0', "aot"),
        TEST('\0', "test"),
        BENCH('\0', "bench");

        private final char letter;
        private final String word;

        Elsewhere(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }
    }

    private Unknown() {}

    static String letter(char letter) {
        for (Elsewhere option : Elsewhere.values()) {
            if (option.letter == letter) {
                return elsewhere("-" + letter);
            }
        }
        return "unknown option '-" + letter + "': see 'skep --help'";
    }

    static String word(String word) {
        for (Elsewhere option : Elsewhere.values()) {
            if (option.word.equals(word)) {
                return elsewhere("--" + word);
            }
        }
        List<String> words = new ArrayList<>();
        for (Option option : Option.values()) {
            words.add(option.word());
        }
        List<String> near = Suggestions.near(word, words);
        return "unknown option '--" + word + "': "
                + (near.isEmpty() ? "see 'skep --help'" : "did you mean '--" + String.join("' or '--", near) + "'?");
    }

    private static String elsewhere(String option) {
        return "option '" + option + "' is bpftrace's; this version of Skep does not have it: see 'skep --help'";
    }
}
