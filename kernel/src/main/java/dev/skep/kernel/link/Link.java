package dev.skep.kernel.link;

import dev.skep.kernel.sys.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program's attachment. While it is open the program runs; closing it, or the end of this process, detaches it.
 *
 * <p>Detaching has two steps. The first makes the program stop; the kernel waits some 35 ms in it, for each link, but many
 * at a time. The second gives back the perf event of a tracepoint, which takes another 35 ms under one lock of the kernel, so
 * that nothing helps but to have fewer (kernel 6.18: 32 links stop in 57 ms together, and their events take 1.2 s). A session
 * therefore {@linkplain #stopAll stops} all links, writes its results, and then {@linkplain #closeAll closes} them.
 */
public final class Link implements AutoCloseable {
    private static final int THREADS = 32;

    private final String target;
    private final List<Fd> programs;
    private final List<Fd> events;

    /**
     * @param programs what makes the program run
     * @param events what may be given back once it does not
     */
    Link(String target, List<Fd> programs, List<Fd> events) {
        this.target = target;
        this.programs = List.copyOf(programs);
        this.events = List.copyOf(events);
    }

    /** What the program is attached to: {@code tracepoint sched:sched_switch}. */
    public String target() {
        return target;
    }

    @Override
    public void close() {
        for (Fd program : programs) {
            program.close();
        }
        for (Fd event : events) {
            event.close();
        }
    }

    /** Makes the programs of many links stop, all at a time. They are still to be closed. */
    public static void stopAll(Iterable<Link> links) {
        List<Fd> all = new ArrayList<>();
        for (Link link : links) {
            all.addAll(link.programs);
        }
        closeSideBySide(all);
    }

    /** Closes many links, as much as possible at a time. */
    public static void closeAll(Iterable<Link> links) {
        stopAll(links);
        for (Link link : links) {
            link.close();
        }
    }

    private static void closeSideBySide(List<Fd> fds) {
        fds.removeIf(Fd::isClosed);
        int threads = Math.min(THREADS, fds.size());
        if (threads <= 1) {
            fds.forEach(Fd::close);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = Thread.ofPlatform().name("skep-detach-" + i).start(() -> {
                for (int at = next.getAndIncrement(); at < fds.size(); at = next.getAndIncrement()) {
                    fds.get(at).close();
                }
            });
        }
        join(workers);
    }

    private static void join(Thread[] workers) {
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    // Detaching is not given up half-way: the threads would go on with it in any case.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "link to " + target;
    }
}
