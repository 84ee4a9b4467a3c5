package dev.skep.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A child process with a known answer: told {@code THREADS CALLS}, it calls {@code getppid} exactly CALLS times on each of
 * THREADS threads, and nothing else of its does. It ends when its standard input ends.
 */
public final class Workload implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Workload(Process process) {
        this.process = process;
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static Workload start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workload.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Workload(process);
    }

    public int pid() {
        return Math.toIntExact(process.pid());
    }

    /** Returns when all calls have been made. */
    public void call(int threads, int calls) throws IOException {
        in.write(threads + " " + calls + "\n");
        in.flush();
        String answer = out.readLine();
        if (!"done".equals(answer)) {
            throw new IOException("the workload answered " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        MethodHandle getppid = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("getppid"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Thread[] threads = new Thread[Integer.parseInt(line.substring(0, line.indexOf(' ')))];
            int calls = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofPlatform().start(() -> repeat(getppid, calls));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println("done");
        }
    }

    private static void repeat(MethodHandle getppid, int calls) {
        try {
            int last = 0;
            for (int i = 0; i < calls; i++) {
                last = (int) getppid.invokeExact();
            }
            if (last < 0) {
                throw new IllegalStateException("getppid failed");
            }
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
