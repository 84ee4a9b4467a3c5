package dev.skep.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options, in the order in which help shows them. Names and meanings are bpftrace's where it has the option
 * (bpftrace(8), "OPTIONS"), so that a habit works here too.
 */
public enum Option {
    EXPRESSION('e', "expression", "PROGRAM", "run PROGRAM instead of a file"),
    LIST('l', "list", null, "list probes that match a pattern, or those of a program; with -v also their fields"),
    COMMAND('c', "cmd", "COMMAND", "run COMMAND with the probes attached, and end with it"),
    PID('p', "pid", "PID", "trace only the process PID, and end with it"),
    OUTPUT('o', "output", "FILE", "write what the program prints to FILE"),
    OUTPUT_FORMAT('f', "format", "FORMAT", "'text' (unless told otherwise) or 'json': one JSON object a line"),
    BUFFER('B', "buffer", "MODE", "when output is written: 'line' (unless told otherwise), 'full' or 'none'"),
    UNSAFE('\0', "unsafe", null, "let the program run commands (system())"),
    QUIET('q', "quiet", null, "print nothing but the program's output and errors"),
    WARNINGS('k', "warnings", null, "tell of reads from memory that fail, as is always done: for bpftrace's users"),
    NO_WARNINGS('\0', "no-warnings", null, "print no warnings"),
    VERBOSE('v', "verbose", null, "say what is done; show stack traces of internal errors"),
    DEBUG(
            'd',
            "debug",
            "STAGE,...",
            "print stages of the compiler ('all': each; 'verifier': the kernel's) and run nothing"),
    EXPLAIN('\0', "explain", null, "say what the program would do and need; or, of a CODE, what it means"),
    RATES(
            '\0',
            "rates",
            null,
            "with --explain: count the program's events for a second, and reckon what it would cost"),
    FORMAT(
            '\0',
            "fmt",
            null,
            "print the program in the usual layout (-o FILE: write it; --dry-run: ask whether it has it)"),
    MODE('\0', "mode", "MODE", "'format' is bpftrace's other name for --fmt"),
    DRY_RUN('\0', "dry-run", null, "end once everything is attached"),
    NO_FEATURE(
            '\0',
            "no-feature",
            "NAME,...",
            "do not use a way to attach: raw_tracepoint, uprobe_multi, kprobe_multi, kprobe_session"),
    INFO('\0', "info", null, "say what this kernel can do, found out by trying"),
    COMPLETION('\0', "completion", "SHELL", "print a completion script for 'bash', 'zsh' or 'fish'"),
    MANUAL('\0', "manual", null, "print the manual page (roff)"),
    VERSION('V', "version", null, "print the version"),
    HELP('h', "help", null, "print this help");

    private static final Option[] ALL = values();

    private final char letter;
    private final String word;
    private final @Nullable String argument;
    private final String help;

    Option(char letter, String word, @Nullable String argument, String help) {
        this.letter = letter;
        this.word = word;
        this.argument = argument;
        this.help = help;
    }

    /** The short form without its dash, or NUL if there is none. */
    public char letter() {
        return letter;
    }

    /** The long form without its dashes. */
    public String word() {
        return word;
    }

    /** What its argument is called, or null if it takes none. */
    public @Nullable String argument() {
        return argument;
    }

    /** What it does, in a line. */
    public String help() {
        return help;
    }

    /** What its argument can be, where that is a fixed set, first what holds if it is not given; else empty. */
    public List<String> choices() {
        return switch (this) {
            case OUTPUT_FORMAT -> List.of("text", "json");
            case BUFFER -> List.of("line", "full", "none");
            case MODE -> List.of("format");
            case NO_FEATURE -> List.of("raw_tracepoint", "uprobe_multi", "kprobe_multi", "kprobe_session");
            case COMPLETION -> List.of("bash", "zsh", "fish");
            default -> List.of();
        };
    }

    static @Nullable Option byLetter(char letter) {
        for (Option option : ALL) {
            if (option.letter == letter) {
                return option;
            }
        }
        return null;
    }

    static @Nullable Option byWord(String word) {
        for (Option option : ALL) {
            if (option.word.equals(word)) {
                return option;
            }
        }
        return null;
    }
}
