package dev.skep.kernel.link;

import dev.skep.kernel.sys.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program's attachment. While it is open the program runs; closing it, or the end of this process, detaches it. */
public final class Link implements AutoCloseable {
    /** Beyond that many threads the kernel's own locks leave nothing to gain. */
    private static final int THREADS = 32;

    private final String target;
    private final List<Fd> fds;

    /** @param fds in the order in which they are to be closed */
    Link(String target, List<Fd> fds) {
        this.target = target;
        this.fds = List.copyOf(fds);
    }

    /** What the program is attached to: {@code tracepoint sched:sched_switch}. */
    public String target() {
        return target;
    }

    /**
     * Detaches. A tracepoint's perf event takes some 70 ms (kernel 6.18), since the kernel waits until no CPU runs its
     * programs; for many links see {@link #closeAll}.
     */
    @Override
    public void close() {
        for (Fd fd : fds) {
            fd.close();
        }
    }

    /** Closes many links, side by side, since most of the time of each is spent waiting in the kernel. */
    public static void closeAll(Iterable<Link> links) {
        List<Fd> all = new ArrayList<>();
        for (Link link : links) {
            all.addAll(link.fds);
        }
        int threads = Math.min(THREADS, all.size());
        if (threads <= 1) {
            all.forEach(Fd::close);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = Thread.ofPlatform().name("skep-detach-" + i).start(() -> {
                for (int at = next.getAndIncrement(); at < all.size(); at = next.getAndIncrement()) {
                    all.get(at).close();
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
