package dev.skep.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processes of the test's own that make events of many kinds happen, all under one name of their own: a thread of a {@link
 * Workload} in a network namespace of its own, a shell with children, and on each CPU a process that only spins, so that
 * interrupts meet one of them. Between {@link #happen} they make none.
 */
final class ManyEvents implements AutoCloseable {
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private final String name;
    private final Path directory;
    private final Workload workload = Workload.start();
    private final Workload[] spinning = {Workload.start(), Workload.start()};
    private final Process shell;
    private final PrintStream orders;
    private final BufferedReader answers;

    /** @param directory where the shell and its children's program are copied to, and a file is written */
    ManyEvents(Path directory) throws IOException {
        this.name = "skp" + ProcessHandle.current().pid();
        this.directory = directory;
        Path program = Files.createDirectory(directory.resolve("bin")).resolve(name);
        Files.copy(Path.of("/bin/true").toRealPath(), program);
        Path copy = directory.resolve(name);
        Files.copy(Path.of("/bin/sh").toRealPath(), copy);
        shell = new ProcessBuilder(copy.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintStream(shell.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        workload.name(name.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < spinning.length; i++) {
            spinning[i].pin(i % Runtime.getRuntime().availableProcessors());
            spinning[i].name(name.getBytes(StandardCharsets.US_ASCII));
        }
        if (workload.call("unshare", 1, 0x40000000) != 0) { // CLONE_NEWNET
            throw new IllegalStateException("no network namespace for the workload");
        }
        loopback(true);
        orders.println("trap : USR1; echo ready");
        answers.readLine();
    }

    /** The name of all threads whose events count: {@code comm}. */
    String name() {
        return name;
    }

    long pid() {
        return workload.pid();
    }

    /** Makes it all happen, once. */
    void happen() throws IOException, InterruptedException {
        Thread[] spinners = new Thread[spinning.length];
        for (int i = 0; i < spinning.length; i++) {
            Workload each = spinning[i];
            spinners[i] = Thread.ofPlatform().start(() -> each.call("getppid", 2_000_000));
        }
        processes();
        network();
        files();
        timers();
        for (Thread spinner : spinners) {
            spinner.join();
        }
        // What is freed by others, a moment later: dead processes, sockets.
        Thread.sleep(200);
    }

    private void processes() throws IOException {
        orders.println("for i in 1 2 3; do " + directory.resolve("bin").resolve(name)
                + "; done; (:); (:) & wait; kill -USR1 $$; kill -0 $$; echo done");
        answers.readLine();
        workload.name("other".getBytes(StandardCharsets.US_ASCII));
        workload.name(name.getBytes(StandardCharsets.US_ASCII));
    }

    // ------------------------------------------------------------------------------------------------------ network

    private void network() {
        long buffer = workload.bytes(new byte[4096]);
        for (byte[] address : new byte[][] {inet(20_000), inet6(20_001)}) {
            int family = address[0];
            long at = workload.bytes(address);
            long server = workload.call("socket", 1, family, STREAM, 0);
            workload.call("bind", 1, server, at, address.length);
            workload.call("listen", 1, server, 8);
            long client = workload.call("socket", 1, family, STREAM, 0);
            workload.call("connect", 1, client, at, address.length);
            long accepted = workload.call("accept", 1, server, 0, 0);
            workload.call("write", 20, client, buffer, 1000);
            workload.call("read", 20, accepted, buffer, 1000);
            workload.call("write", 5, accepted, buffer, 4096);
            workload.call("read", 5, client, buffer, 4096);
            workload.call("close", 1, client);
            workload.call("read", 1, accepted, buffer, 4096);
            workload.call("close", 1, accepted);
            workload.call("close", 1, server);
            // Nobody listens any more: reset.
            long refused = workload.call("socket", 1, family, STREAM, 0);
            workload.call("connect", 1, refused, at, address.length);
            workload.call("close", 1, refused);
        }
        retransmission(buffer);
        pings(buffer);
        byte[] address = inet(20_002);
        long at = workload.bytes(address);
        long packets = workload.call("socket", 1, INET, DATAGRAM, 0);
        workload.call("bind", 1, packets, at, address.length);
        workload.call("connect", 1, packets, at, address.length);
        workload.call("write", 40, packets, buffer, 100);
        workload.call("read", 40, packets, buffer, 100);
        workload.call("close", 1, packets);
    }

    private void loopback(boolean up) {
        byte[] request = new byte[40];
        request[0] = 'l';
        request[1] = 'o';
        request[16] = (byte) (up ? 0x41 : 0); // IFF_UP, IFF_RUNNING
        long socket = workload.call("socket", 1, INET, DATAGRAM, 0);
        workload.call("ioctl", 1, socket, 0x8914, workload.bytes(request)); // SIOCSIFFLAGS
        workload.call("close", 1, socket);
    }

    /** What is sent while the device is down is sent again. */
    private void retransmission(long buffer) {
        byte[] address = inet(20_003);
        long at = workload.bytes(address);
        long server = workload.call("socket", 1, INET, STREAM, 0);
        workload.call("bind", 1, server, at, address.length);
        workload.call("listen", 1, server, 8);
        long client = workload.call("socket", 1, INET, STREAM, 0);
        workload.call("connect", 1, client, at, address.length);
        loopback(false);
        workload.call("write", 1, client, buffer, 1000);
        workload.call("nanosleep", 1, words(0, 500_000_000), 0);
        loopback(true);
        workload.call("close", 1, client);
        workload.call("close", 1, server);
    }

    /** Answers to pings for which a socket has no room. */
    private void pings(long buffer) {
        long groups = workload.call("openat", 1, -100, workload.text("/proc/sys/net/ipv4/ping_group_range"), 1);
        workload.call("write", 1, groups, workload.text("0 0"), 3);
        workload.call("close", 1, groups);
        byte[] address = inet(0);
        long socket = workload.call("socket", 1, INET, DATAGRAM, 1);
        workload.call("setsockopt", 1, socket, 1, 8, workload.bytes(new byte[] {1, 0, 0, 0}), 4); // SO_RCVBUF
        workload.call("connect", 1, socket, workload.bytes(address), address.length);
        workload.call("write", 20, socket, workload.bytes(new byte[] {8, 0, 0, 0, 0, 0, 0, 0}), 8);
        workload.call("read", 1, socket, buffer, 100);
        workload.call("close", 1, socket);
    }

    /** The second and the third number of the addresses at 127.0.0.0/8 that the processes use: their own. */
    int[] subnet() {
        return new int[] {(int) (pid() >> 8 & 255), (int) (pid() & 255)};
    }

    private byte[] inet(int port) {
        int[] own = subnet();
        return new byte[] {
            INET, 0, (byte) (port >> 8), (byte) port, 127, (byte) own[0], (byte) own[1], 1, 0, 0, 0, 0, 0, 0, 0, 0
        };
    }

    private static byte[] inet6(int port) {
        byte[] address = new byte[28];
        address[0] = INET6;
        address[2] = (byte) (port >> 8);
        address[3] = (byte) port;
        address[23] = 1; // ::1
        return address;
    }

    // ------------------------------------------------------------------------------------------------ files, timers

    private void files() {
        long path = workload.text(directory.resolve("blocks").toString());
        long file = workload.call("openat", 1, -100, path, 0x4000 | 0x42, 0600); // O_DIRECT | O_RDWR | O_CREAT
        long buffer = (workload.bytes(new byte[64 * 1024]) + 4095) & -4096;
        workload.call("pwrite64", 5, file, buffer, 16 * 1024, 0);
        workload.call("pread64", 5, file, buffer, 16 * 1024, 0);
        workload.call("close", 1, file);
        long cached = workload.call("openat", 1, -100, path, 2);
        workload.call("write", 10, cached, buffer, 32 * 1024);
        workload.call("fsync", 1, cached);
        workload.call("close", 1, cached);
        long terminal = workload.call("openat", 1, -100, workload.text("/dev/ptmx"), 0x102);
        workload.call("write", 5, terminal, workload.text("x\n"), 2);
        workload.call("close", 1, terminal);
    }

    private void timers() {
        long pause = words(0, 2_000_000);
        workload.call("nanosleep", 10, pause, 0);
        // A timer whose signal is ignored: SIGALRM to SIG_IGN.
        workload.call("rt_sigaction", 1, 14, words(1, 0, 0, 0), 0, 8);
        workload.call("setitimer", 1, 0, words(0, 0, 0, 5_000), 0);
        workload.call("nanosleep", 5, pause, 0);
        workload.call("setitimer", 1, 0, words(7, 8, 9, 10), 0);
        workload.call("setitimer", 1, 0, words(0, 0, 0, 0), 0);
        workload.call("sched_yield", 10);
    }

    private long words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return workload.bytes(bytes.array());
    }

    @Override
    public void close() {
        orders.close();
        shell.destroy();
        workload.close();
        for (Workload each : List.of(spinning)) {
            each.close();
        }
    }
}
