package dev.skep.kernel;

import dev.skep.bpf.spec.SourceLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's verifier rejected a program. For a program that this project generated that is a bug of the project; the
 * message names the user's line where it is known, and the log's last useful lines.
 */
public final class VerifierException extends KernelException {
    private static final long serialVersionUID = 1;

    private final String program;
    private final int errno;
    private final String log;
    private final transient List<String> summary;
    private final transient @Nullable SourceLine source;

    /**
     * @param log the verifier's whole log, or as much as the kernel gave
     * @param summary the log's last useful lines
     * @param source the user's line at which the verifier stopped
     */
    public VerifierException(String program, int errno, String log, List<String> summary, @Nullable SourceLine source) {
        super(message(program, errno, log, summary, source));
        this.program = program;
        this.errno = errno;
        this.log = log;
        this.summary = List.copyOf(summary);
        this.source = source;
    }

    private static String message(
            String program, int errno, String log, List<String> summary, @Nullable SourceLine source) {
        StringBuilder text = new StringBuilder("load program ").append(program).append(": bpf(PROG_LOAD): ");
        text.append(Errno.describe(errno)).append(": the verifier rejects it");
        if (source != null) {
            text.append(" at ")
                    .append(source.file())
                    .append(':')
                    .append(source.line())
                    .append(':');
            text.append(source.column()).append(": ").append(source.text().strip());
        }
        for (String line : summary) {
            text.append(": ").append(line);
        }
        long omitted = log.lines().count() - summary.size();
        return text.append(" (").append(omitted).append(" more lines of log)").toString();
    }

    /** The program's name in its spec. */
    public String program() {
        return program;
    }

    /** The error number, as in {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** The whole log. */
    public String log() {
        return log;
    }

    /** The log's last lines that say what is wrong: one to three. */
    public List<String> summary() {
        return summary;
    }

    /** The user's line at which the verifier stopped; null if it stopped outside of code with lines. */
    public @Nullable SourceLine source() {
        return source;
    }
}
