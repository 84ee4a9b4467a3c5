package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.kernel.VerifierException;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Severity;
import dev.skep.lang.source.Utf8;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What goes to standard error, in the form that the language's users know: {@code ERROR: ...}. */
final class Messages {
    private static final String REPORT = "This is a bug of Skep: please report it with the program and what"
            + " 'skep -d all' prints for it; -v shows more.";

    private final boolean verbose;
    private final boolean warnings;

    /** For the time before the command line is understood. */
    Messages() {
        this.verbose = false;
        this.warnings = true;
    }

    Messages(CommandLine line) {
        this.verbose = line.has(Option.VERBOSE);
        this.warnings = !line.has(Option.NO_WARNINGS);
    }

    boolean verbose() {
        return verbose;
    }

    /** A line that only {@code -v} shows. */
    void detail(String message) {
        if (verbose) {
            write(message + "\n");
        }
    }

    void error(String message) {
        line("ERROR: ", message);
    }

    /** The message of what was thrown is for the user, and complete. */
    void error(Throwable e) {
        String message = e.getMessage();
        error(message == null ? e.toString() : message);
    }

    void hint(String message) {
        line("HINT: ", message);
    }

    /** Everything that a compilation found; warnings only where they are wanted. */
    void diagnostics(List<Diagnostic> diagnostics, int dropped) {
        if (diagnostics.isEmpty()) {
            return;
        }
        DiagnosticPrinter printer = new DiagnosticPrinter(coloured(), verbose);
        StringBuilder text = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (warnings || diagnostic.severity() == Severity.ERROR) {
                printer.print(diagnostic, text);
            }
        }
        if (dropped > 0) {
            text.append("... and ").append(dropped).append(" more\n");
        }
        write(text.toString());
    }

    /** The verifier took offence at what the compiler made: never the user's fault. */
    void rejected(VerifierException e) {
        line("BUG: ", String.valueOf(e.getMessage()));
        line("", REPORT);
        if (verbose) {
            write(e.log());
        }
    }

    void bug(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        line("BUG: ", e + (trace.length == 0 ? "" : ", at " + trace[0]));
        line("", REPORT);
        if (verbose) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            write(text.toString());
        }
    }

    /** One line, whatever is in the message. */
    private static void line(String kind, String message) {
        StringBuilder text = new StringBuilder(kind);
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            boolean control = c < ' ' || (c >= 0x7f && c < 0xa0);
            if (control) {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        write(text.append('\n').toString());
    }

    private static boolean coloured() {
        String colour = System.getenv("BPFTRACE_COLOR");
        if ("always".equals(colour) || "never".equals(colour)) {
            return "always".equals(colour);
        }
        return Terminal.is(2);
    }

    private static void write(String text) {
        try {
            Terminal.errors().write(Utf8.encode(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
