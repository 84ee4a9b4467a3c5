package dev.skep.cli;

import dev.skep.cli.help.Completion;
import dev.skep.cli.help.Help;
import dev.skep.cli.help.Manual;
import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.CommandLineParser;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.kernel.AttachException;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.VerifierException;
import dev.skep.kernel.process.Signals;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The entry point: argv to an exit code. The only place that ends the process. */
public final class Main {
    private static final byte[] NAME = {'s', 'k', 'e', 'p'};

    private Main() {}

    public static void main(String[] argv) {
        // Not exit: a signal's shutdown hook waits for this thread.
        Runtime.getRuntime().halt(run(argv));
    }

    /**
     * Gives this thread, which runs begin probes and prints, a name in the kernel: scripts meet it as {@code comm}, and can
     * leave it out by it.
     */
    private static void takeName() {
        try (FileOutputStream name = new FileOutputStream("/proc/thread-self/comm")) {
            name.write(NAME);
        } catch (IOException e) {
            // Without procfs the name stays "java".
        }
    }

    private static int run(String[] argv) {
        takeName();
        Messages messages = new Messages();
        try {
            CommandLine line = CommandLineParser.parse(Arguments.exact(argv));
            messages = new Messages(line);
            return dispatch(line, messages);
        } catch (VerifierException e) {
            messages.rejected(e);
        } catch (AttachException e) {
            for (String failure : e.failures()) {
                messages.error(failure);
            }
        } catch (UsageException | CommandException | KernelException e) {
            messages.error(e);
        } catch (UncheckedIOException | IOException e) {
            return lost(e, messages);
        } catch (OutOfMemoryError e) {
            messages.error("the heap is full: give it more with SKEP_JAVA_OPTIONS=-Xmx256m");
        } catch (RuntimeException | Error e) {
            messages.bug(e);
        }
        return Exit.FAILED;
    }

    private static int dispatch(CommandLine line, Messages messages)
            throws UsageException, CommandException, IOException {
        if (line.has(Option.HELP)) {
            return Terminal.print(Help.text());
        }
        if (line.has(Option.VERSION)) {
            return Terminal.print(Version.TEXT + "\n");
        }
        if (line.has(Option.MANUAL)) {
            return Terminal.print(Manual.page(Version.TEXT));
        }
        String shell = line.value(Option.COMPLETION);
        if (shell != null) {
            return Terminal.print(Completion.script(shell));
        }
        String code = line.has(Option.EXPLAIN) ? Explanations.code(line) : null;
        if (code != null) {
            return Terminal.print(code);
        }
        if (Formatting.wanted(line)) {
            return Formatting.run(line, messages);
        }
        // Native calls take some 30 ms to get ready: on the other CPU, while this one reads the program.
        Thread thread = new Thread(Main::prepare, "skep-prepare");
        thread.setDaemon(true);
        thread.start();
        if (line.has(Option.INFO)) {
            return Information.print(line);
        }
        return line.has(Option.LIST) ? new Listing(line, messages).run() : new Tracing(line, messages).run();
    }

    private static void prepare() {
        Kernel.prepare();
        Signals.heedInterrupt();
    }

    /** Nobody reads any more: that is how {@code skep ... | head} ends, and no error. */
    private static int lost(Exception e, Messages messages) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        if (message != null && message.endsWith("Broken pipe")) {
            return Exit.OK;
        }
        messages.error(cause);
        return Exit.FAILED;
    }
}
