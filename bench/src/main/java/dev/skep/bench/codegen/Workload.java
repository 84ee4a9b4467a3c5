package dev.skep.bench.codegen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that is traced: it does a system call as often as it is told to, on one CPU. */
final class Workload implements AutoCloseable {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    /** @param program what {@code workload.c} was compiled to */
    Workload(Path program, String call) throws IOException {
        process = new ProcessBuilder(program.toString(), call)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = process.outputWriter(StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    long pid() {
        return process.pid();
    }

    /** Does the call as often as this, and returns when that is done. */
    void run(int times) throws IOException {
        orders.write(times + "\n");
        orders.flush();
        if (answers.readLine() == null) {
            throw new IOException("the workload ended");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
