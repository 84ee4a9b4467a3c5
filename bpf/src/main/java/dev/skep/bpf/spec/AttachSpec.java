package dev.skep.bpf.spec;

import java.util.List;

/** Where a program is to be attached, as data: the kernel module knows how. */
public sealed interface AttachSpec {
    /**
     * Whether another run of the same program may begin on a CPU before one there has ended. Others run with preemption off,
     * or the kernel leaves a second run out.
     */
    default boolean preemptible() {
        return false;
    }

    /** Not attached: run on demand with {@code BPF_PROG_TEST_RUN} ({@code begin} and {@code end} probes). */
    record Manual() implements AttachSpec {}

    /**
     * Not attached: run with {@code BPF_PROG_TEST_RUN} when the process that loaded the program gets a signal.
     *
     * @param name with its prefix: {@code SIGUSR1}
     */
    record Signal(String name) implements AttachSpec {}

    /** A tracepoint's perf event ({@code events/CATEGORY/NAME} in tracefs), on all CPUs and processes. */
    record Tracepoint(String category, String name) implements AttachSpec {}

    /** A raw tracepoint by its kernel name; the program reads arguments as numbers (kernel 4.17). */
    record RawTracepoint(String name) implements AttachSpec {}

    /** A raw tracepoint whose arguments are typed by the kernel's BTF (kernel 5.5). */
    record BtfRawTracepoint(String name) implements AttachSpec {}

    /**
     * A perf software event counted on every CPU; the program runs each {@code period} events.
     *
     * @param config {@code PERF_COUNT_SW_*}
     */
    record Software(int config, long period) implements AttachSpec {}

    /** A timed sample on every CPU: the event runs on each CPU by the CPU's own clock. */
    record Profile(Rate rate) implements AttachSpec {}

    /** A timer that fires on one CPU. */
    record Interval(Rate rate) implements AttachSpec {}

    /**
     * A place in a program or library: the program runs when a process comes there (kernel 4.17).
     *
     * @param path the file, as this process finds it
     * @param name of the place, for messages: {@code readline}, {@code readline+4}
     * @param offset of the instruction in the file, in bytes
     * @param atReturn whether the program runs not there but when the function that was entered there returns
     * @param process the only process that it runs in; 0 for all
     */
    record Uprobe(String path, String name, long offset, boolean atReturn, int process) implements AttachSpec {
        @Override
        public boolean preemptible() {
            return true;
        }
    }

    /**
     * Many places of one file by one link (kernel 6.6). A place's index is its attach cookie.
     *
     * @param places of one file, all entries or all returns, in the same process or all
     */
    record UprobeMulti(List<Uprobe> places) implements AttachSpec {
        public UprobeMulti {
            places = List.copyOf(places);
            Uprobe first = places.getFirst();
            for (Uprobe place : places) {
                if (!place.path.equals(first.path)
                        || place.atReturn != first.atReturn
                        || place.process != first.process) {
                    throw new IllegalArgumentException("one link cannot have both " + first + " and " + place);
                }
            }
        }

        @Override
        public boolean preemptible() {
            return true;
        }
    }

    /**
     * A walk over objects of one kind that the kernel has, such as tasks or sockets: the program runs once for each when
     * the walk is read (kernel 5.8).
     *
     * @param name as in the kernel's {@code bpf_iter_NAME}
     * @param pin the file in a BPF file system that the walk is to become, for others to read; empty for none
     * @param process the process whose threads, files or memory are walked (kernel 6.1); 0 for all
     */
    record Iterator(String name, String pin, int process) implements AttachSpec {
        @Override
        public boolean preemptible() {
            return true;
        }
    }

    /** How often a timed probe fires. */
    sealed interface Rate {
        /** Times a second, kept up by the kernel's frequency control. */
        record Hertz(long perSecond) implements Rate {}

        /** A fixed period in nanoseconds. */
        record Nanoseconds(long period) implements Rate {}
    }
}
