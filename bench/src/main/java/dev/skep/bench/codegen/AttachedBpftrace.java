package dev.skep.bench.codegen;

import java.io.IOException;
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
        // Debian's 0.17 does not know the dot.
        Process process = new ProcessBuilder("bpftrace", "-q", "-e", script.replace("args.", "args->"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (process.isAlive() && System.nanoTime() < end) {
            List<Integer> ids = ids(process.pid());
            workload.run(1);
            if (ids.size() == programs && allRun(ids)) {
                return new AttachedBpftrace(process, ids);
            }
            Thread.sleep(10);
        }
        process.destroy();
        throw new IOException("bpftrace does not run it");
    }

    private static boolean allRun(List<Integer> ids) {
        for (int id : ids) {
            if (new AttachedBpftraceProgram(id).runs().runs() == 0) {
                return false;
            }
        }
        return true;
    }

    /** One of them. */
    private record AttachedBpftraceProgram(int id) implements Attached {
        @Override
        public List<Integer> ids() {
            return List.of(id);
        }

        @Override
        public void drain() {}

        @Override
        public void close() {}
    }

    /** The programs that a process has open. */
    private static List<Integer> ids(long pid) throws IOException {
        List<Integer> ids = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith(ID)) {
                        int id = Integer.parseInt(line.substring(ID.length()).strip());
                        if (!ids.contains(id)) {
                            ids.add(id);
                        }
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // Closed, or the process ended, while this was reading.
        }
        return ids;
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
