package dev.skep.trace;

import dev.skep.bpf.arch.Arch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A process of the test's own that makes exactly the system calls it is told to, from one thread: a JVM whose {@link
 * #main} takes orders from standard input.
 *
 * <pre>
 * bytes HEX                  keeps the bytes and a NUL in memory; answers with their address
 * call NUMBER COUNT A ... F  makes a system call so often; answers with the last result
 * </pre>
 */
final class Workload implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private Workload(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** A process that waits for orders. */
    static Workload start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx32m"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(Workload.class.getName());
        try {
            Workload workload = new Workload(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            workload.answer(); // so that the classes it takes are loaded before anything is traced
            return workload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Makes a system call {@code count} times and returns the last result. */
    long call(String name, long count, long... arguments) {
        StringBuilder order = new StringBuilder("call " + number(name) + " " + count);
        for (int i = 0; i < 6; i++) {
            order.append(' ').append(i < arguments.length ? arguments[i] : 0);
        }
        orders.println(order);
        return answer();
    }

    /** The address of these bytes in the process, a NUL behind them. */
    long bytes(byte... bytes) {
        orders.println("bytes " + HexFormat.of().formatHex(bytes) + "00");
        return answer();
    }

    /** The address of this text in the process. */
    long text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Binds the thread that makes the calls to one CPU. */
    void pin(int cpu) {
        byte[] mask = new byte[128];
        mask[cpu / 8] = (byte) (1 << cpu % 8);
        long result = call("sched_setaffinity", 1, 0, mask.length, bytes(mask));
        if (result != 0) {
            throw new IllegalStateException("cannot bind the workload to CPU " + cpu + ": " + result);
        }
    }

    /** Names the thread that makes the calls: what {@code comm} gives. */
    void name(byte... name) {
        call("prctl", 1, 15, bytes(name)); // PR_SET_NAME
    }

    static int number(String name) {
        Arch arch = Objects.requireNonNull(Arch.ofMachine(System.getProperty("os.arch")));
        return arch.syscalls().number(name).orElseThrow();
    }

    private long answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the workload died");
            }
            return Long.parseLong(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }

    public static void main(String[] args) throws Throwable {
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        MethodHandle syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(number, number, number, number, number, number, number, number));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        out.println(0);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("bytes")) {
                byte[] bytes = HexFormat.of().parseHex(words[1]);
                MemorySegment memory = Arena.global().allocate(bytes.length);
                MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
                out.println(memory.address());
            } else {
                long[] a = new long[9];
                for (int i = 1; i < words.length; i++) {
                    a[i] = Long.parseLong(words[i]);
                }
                long result = 0;
                for (long i = 0; i < a[2]; i++) {
                    result = (long) syscall.invokeExact(a[1], a[3], a[4], a[5], a[6], a[7], a[8]);
                }
                out.println(result);
            }
        }
    }
}
