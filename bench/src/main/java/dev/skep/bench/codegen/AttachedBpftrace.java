package dev.skep.bench.codegen;

import dev.skep.kernel.program.ProgramInfo;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of a bpftrace that runs. */
final class AttachedBpftrace implements Attached {
    private static final String ID = "prog_id:";
    private static final long PATIENCE_MILLIS = 10_000;

    private final Process process;
    private final List<Integer> ids;

    private AttachedBpftrace(Process process, List<Integer> ids) {
        this.process = process;
        this.ids = ids;
    }

    /**
     * Starts it, and waits until all of its programs run.
     *
     * @param programs how many those are
     * @throws IOException if they do not: it is too old for the script, say
     */
    static AttachedBpftrace start(String script, int programs, Workload workload)
            throws IOException, InterruptedException {
        // Debian's 0.17 does not know the dot. With -p it ends with the workload, which ends with the benchmark.
        String pid = Long.toString(workload.pid());
        Process process = new ProcessBuilder("bpftrace", "-q", "-p", pid, "-e", script.replace("args.", "args->"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean runs = false;
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (process.isAlive() && System.nanoTime() < end) {
                List<Integer> ids = ids(process.pid());
                workload.run(1);
                if (ids.size() == programs && allRun(ids)) {
                    runs = true;
                    return new AttachedBpftrace(process, ids);
                }
                Thread.sleep(10);
            }
            throw new IOException("bpftrace does not run it");
        } finally {
            if (!runs) {
                process.destroy();
            }
        }
    }

    private static boolean allRun(List<Integer> ids) {
        for (int id : ids) {
            ProgramInfo program = ProgramInfo.ofId(id);
            if (program == null || program.runCount() == 0) {
                return false;
            }
        }
        return true;
    }

    /** The programs that a process has open. */
    private static List<Integer> ids(long pid) throws IOException {
        List<Integer> ids = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path file : files) {
                addId(file, ids);
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // The process ended while this was reading.
        }
        return ids;
    }

    private static void addId(Path file, List<Integer> ids) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(ID)) {
                    int id = Integer.parseInt(line.substring(ID.length()).strip());
                    if (!ids.contains(id)) {
                        ids.add(id);
                    }
                }
            }
        } catch (IOException e) {
            // Closed while this was reading.
        }
    }

    @Override
    public List<Integer> ids() {
        return ids;
    }

    @Override
    public void drain() {}

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
