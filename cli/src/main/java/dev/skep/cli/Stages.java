package dev.skep.cli;

import dev.skep.cli.option.UsageException;
import dev.skep.lang.compile.Stage;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.source.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;

/** Prints the stages of the compiler that {@code -d} names. */
final class Stages implements StageListener {
    /** The stage behind the compiler's own. */
    private static final String VERIFIER = "verifier";

    private final EnumSet<Stage> wanted = EnumSet.noneOf(Stage.class);
    private final OutputStream out;
    private boolean verifier;
    private boolean all;

    /**
     * Reads the argument of {@code -d}.
     *
     * @param names separated by commas; {@code all} is all
     * @throws UsageException if a stage has another name
     */
    Stages(String names, OutputStream out) throws UsageException {
        this.out = out;
        int start = 0;
        while (start <= names.length()) {
            int comma = names.indexOf(',', start);
            int end = comma < 0 ? names.length() : comma;
            add(names.substring(start, end).strip());
            start = end + 1;
        }
    }

    private void add(String name) throws UsageException {
        Stage stage = Stage.of(name);
        if (stage != null) {
            wanted.add(stage);
        } else if (name.equals(VERIFIER)) {
            verifier = true;
        } else if (name.equals("all")) {
            wanted.addAll(EnumSet.allOf(Stage.class));
            all = true;
        } else {
            throw new UsageException("there is no stage '" + name + "'; the stages are all, "
                    + String.join(", ", Stage.names()) + ", " + VERIFIER);
        }
    }

    /** Whether the kernel's verifier is asked for by name. */
    boolean demandsVerifier() {
        return verifier;
    }

    /** Whether what the kernel's verifier says is wanted, be it as one of all. */
    boolean wantsVerifier() {
        return verifier || all;
    }

    /** What the kernel's verifier says. */
    void verifier(String text) {
        print(VERIFIER, text);
    }

    @Override
    public boolean wants(Stage stage) {
        return wanted.contains(stage);
    }

    /** Several stages are told apart by a line with their name. */
    @Override
    public void text(Stage stage, String text) {
        print(stage.text(), text);
    }

    private void print(String stage, String text) {
        String title = wanted.size() + (verifier ? 1 : 0) > 1 ? "---- " + stage + "\n" : "";
        try {
            out.write(Utf8.encode(title + text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
