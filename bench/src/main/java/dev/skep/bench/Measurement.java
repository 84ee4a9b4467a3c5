package dev.skep.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One figure of one run. */
interface Measurement {
    double measure(Peer peer) throws IOException, InterruptedException;

    /** Milliseconds from exec to the first counted event of a program that counts openat by thread name. */
    static double attached(Peer peer) throws IOException, InterruptedException {
        Ticker ticker = new Ticker();
        Thread thread = new Thread(ticker, Ticker.NAME);
        thread.start();
        Path out = Files.createTempFile("skep-bench", ".out");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(
                            peer.with("-e", "tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }"))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(1500, TimeUnit.MILLISECONDS);
            ticker.stop();
            thread.join();
            interrupt(process);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(peer.name() + " does not end on SIGINT");
            }
            long counted = count(out);
            if (counted == 0) {
                throw new IOException(peer.name() + " counted nothing (exit code " + process.exitValue() + "): "
                        + Files.readString(out, StandardCharsets.ISO_8859_1)
                                .lines()
                                .findFirst()
                                .orElse("no output"));
            }
            return (ticker.firstOf(counted) - start) / 1e6;
        } finally {
            Files.delete(out);
        }
    }

    /** Milliseconds from exec to exit of a program that ends at once. */
    static double runs(Peer peer) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(peer.with("-e", "BEGIN { exit(); }"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        long end = System.nanoTime();
        if (code != 0) {
            throw new IOException(peer.name() + " ended with " + code);
        }
        return (end - start) / 1e6;
    }

    /** The same program's largest resident set in MB (2^20 bytes), as time(1) has it from wait4(2). */
    static double memory(Peer peer) throws IOException, InterruptedException {
        Path out = Files.createTempFile("skep-bench", ".time");
        try {
            List<String> command = new Peer("", List.of("/usr/bin/time", "-o", out.toString(), "-f", "%M"))
                    .with(peer.with("-e", "BEGIN { exit(); }").toArray(String[]::new));
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(peer.name() + " failed under time(1)");
            }
            return Long.parseLong(Files.readString(out).strip()) / 1024.0;
        } finally {
            Files.delete(out);
        }
    }

    /** SIGINT, as Ctrl-C sends it; Java itself has only SIGTERM and SIGKILL. */
    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static long count(Path out) throws IOException {
        String start = "@[" + Ticker.NAME + "]: ";
        for (String line : Files.readAllLines(out, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(start)) {
                return Long.parseLong(line.substring(start.length()).strip());
            }
        }
        return 0;
    }
}
