package dev.skep.cli.option;

import org.jspecify.annotations.Nullable;

/** What to say about an option that is not in the table: what was meant, perhaps, or that it is bpftrace's and not ours yet. */
final class Unknown {
    /** Options of bpftrace 0.26 that Skep does not have; a NUL letter is none. */
    private enum Elsewhere {
        FORMAT('f', "format"),
        WARNINGS('k', "warnings"),
        INCLUDE_DIR('I', "include-dir"),
        INCLUDE('\0', "include"),
        INFO('\0', "info"),
        UNSAFE('\0', "unsafe"),
        DRY_RUN('\0', "dry-run"),
        USDT_FILE_ACTIVATION('\0', "usdt-file-activation"),
        NO_FEATURE('\0', "no-feature"),
        DEBUGINFO('\0', "debuginfo"),
        TRACEABLE_FUNCTIONS('\0', "traceable-functions"),
        PROBE_FILTER('\0', "probe-filter"),
        EMIT_ELF('\0', "emit-elf"),
        EMIT_LLVM('\0', "emit-llvm"),
        AOT('\0', "aot"),
        TEST('\0', "test"),
        BENCH('\0', "bench"),
        MODE('\0', "mode"),
        FMT('\0', "fmt");

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
        String near = near(word);
        return "unknown option '--" + word + "': "
                + (near == null ? "see 'skep --help'" : "did you mean '--" + near + "'?");
    }

    private static String elsewhere(String option) {
        return "option '" + option + "' is bpftrace's; this version of Skep does not have it: see 'skep --help'";
    }

    private static @Nullable String near(String word) {
        String best = null;
        int least = 1 + word.length() / 3;
        for (Option option : Option.values()) {
            int distance = option.word().startsWith(word) && !word.isEmpty() ? 0 : distance(word, option.word());
            if (distance <= least && (best == null || distance < least)) {
                best = option.word();
                least = distance;
            }
        }
        return best;
    }

    /** How many letters must be inserted, left out or replaced to make one of the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
