package dev.skep.lang.fuzz;

import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A process that compiles texts made at random, and says on standard output what they cost; a text that breaks a rule ends it
 * with exit code 1, and lies in the file that the third argument names. Arguments: a seed, a number of texts, a file.
 */
public final class CompilerFuzz {
    /** No text may keep the compiler busy for longer, in a virtual machine that has compiled little of it. */
    private static final long LONGEST_NANOS = 30_000_000_000L;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RecordedTarget target = Recording.target();
    private final Path file;
    private volatile long started = System.nanoTime();
    private volatile String text = "";
    private long mostNanos;
    private long mostBytes;
    private int compiled;

    private CompilerFuzz(Path file) {
        this.file = file;
    }

    public static void main(String[] arguments) {
        CompilerFuzz fuzz = new CompilerFuzz(Path.of(arguments[2]));
        if (Files.exists(fuzz.file) && arguments[1].equals("1")) {
            fuzz.again();
            return;
        }
        Thread watch = new Thread(fuzz::watch, "watch");
        watch.setDaemon(true);
        watch.start();
        fuzz.run(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
    }

    /** Runs the text that lies in the file. */
    private void again() {
        try {
            text = Files.readString(file);
            compile();
            System.out.println(mostNanos / 1_000_000 + " ms, " + (mostBytes >> 20) + " MiB");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(long seed, int cases) {
        List<String> corpus = Corpus.scripts();
        for (int i = 0; i < cases; i++) {
            text = new Texts(new Random(seed + i), corpus).next();
            started = System.nanoTime();
            try {
                compile();
            } catch (Throwable e) {
                fail("text " + (seed + i) + ": " + e, e);
            }
        }
        System.out.println(cases + " texts, " + compiled + " of them programs; the longest took "
                + mostNanos / 1_000_000 + " ms, the largest allocated " + (mostBytes >> 20) + " MiB");
    }

    private void compile() {
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        Compilation compilation = new Compiler(
                        target, CompileOptions.DEFAULT.withParameters(List.of("1", "abc")), StageListener.NONE)
                .compile(new Source("stdin", text));
        for (Diagnostic diagnostic : compilation.diagnostics().all()) {
            int start = diagnostic.span().start();
            int end = diagnostic.span().end();
            if (start < 0 || start > end || end > text.length()) {
                throw new IllegalStateException("the place of " + diagnostic + " is not in the text");
            }
        }
        if (new DiagnosticPrinter(true).print(compilation.diagnostics()).isEmpty() && compilation.failed()) {
            throw new IllegalStateException("it fails without a reason");
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        compiled += compilation.failed() ? 0 : 1;
        if (nanos > mostNanos && Boolean.getBoolean("skep.fuzz.verbose")) {
            System.out.println(nanos / 1_000_000 + " ms, " + (bytes >> 20) + " MiB: " + text.length() + " characters: "
                    + text.substring(0, Math.min(text.length(), 150)).replace('\n', ' '));
        }
        mostNanos = Math.max(mostNanos, nanos);
        mostBytes = Math.max(mostBytes, bytes);
        if (nanos > LONGEST_NANOS) {
            throw new IllegalStateException("it took " + nanos / 1_000_000 + " ms");
        }
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                return;
            }
            // The machine may be busy: four times what the compiler may take for itself.
            if (System.nanoTime() - started > 4 * LONGEST_NANOS) {
                fail("it does not end", null);
            }
        }
    }

    private void fail(String reason, @Nullable Throwable e) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            System.out.println("the text cannot be written: " + failure);
        }
        System.out.println(reason);
        if (e != null) {
            StackTraceElement[] trace = e.getStackTrace();
            for (int i = 0; i < Math.min(trace.length, 12); i++) {
                System.out.println("    at " + trace[i]);
            }
        }
        Runtime.getRuntime().halt(1);
    }
}
