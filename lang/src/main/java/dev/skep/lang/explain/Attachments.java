package dev.skep.lang.explain;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.explain.Explanation.Attachment;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;

/** How programs are attached, and why so, in words. */
final class Attachments {
    private Attachments() {}

    static Attachment of(CompiledScript.Probe probe, AttachSpec attach) {
        Attachment plain = of(probe.point(), attach);
        return probe.reason() == null ? plain : new Attachment(plain.how(), probe.reason());
    }

    private static Attachment of(ProbePoint point, AttachSpec attach) {
        return switch (attach) {
            case AttachSpec.Manual _ ->
                new Attachment(
                        "not attached; run once "
                                + (point.kind() == ProbePoint.Kind.END ? "at the end" : "at the start"),
                        "BPF_PROG_TEST_RUN needs no event to wait for");
            case AttachSpec.Signal signal ->
                new Attachment(
                        "not attached; run whenever Skep gets " + signal.name(),
                        "the signal comes to Skep itself, which runs the program by BPF_PROG_TEST_RUN");
            case AttachSpec.Tracepoint _ ->
                new Attachment(
                        "perf event of the tracepoint, for all CPUs and processes",
                        "the event's fields lie in memory as tracefs describes them");
            case AttachSpec.RawTracepoint _ ->
                new Attachment("link to the raw tracepoint", "arguments come as they are, as numbers");
            case AttachSpec.BtfRawTracepoint _ ->
                new Attachment(
                        "link to the raw tracepoint, typed by the kernel's BTF",
                        "no perf event in between, and arguments are read without a call");
            case AttachSpec.Uprobe uprobe ->
                new Attachment(
                        "perf event of the place in the file, " + processes(uprobe),
                        "the kernel puts a breakpoint there, in every process that maps the file");
            case AttachSpec.UprobeMulti multi ->
                new Attachment(
                        "one link for "
                                + (multi.places().size() == 1
                                        ? "a place"
                                        : multi.places().size() + " places") + " in the file, "
                                + processes(multi.places().getFirst()),
                        "no perf event in between, and many places are attached and detached at once");
            case AttachSpec.Iterator iterator
            when iterator.pin().isEmpty() ->
                new Attachment(
                        "link to the iterator '" + iterator.name() + "', which is read once",
                        "the kernel walks its own lists, with its own locks");
            case AttachSpec.Iterator iterator ->
                new Attachment(
                        "link to the iterator '" + iterator.name() + "', pinned to " + iterator.pin(),
                        "the script asks for it; the pin stays until the file is removed");
            case AttachSpec.Software software ->
                new Attachment(
                        "perf software event on each CPU, once in " + software.period() + " events",
                        "the kernel counts these events as they happen");
            case AttachSpec.Profile profile ->
                new Attachment(
                        "perf event 'cpu-clock' on each CPU, " + rate(profile.rate()), "each CPU has its own clock");
            case AttachSpec.Interval interval ->
                new Attachment("perf event 'cpu-clock' on one CPU, " + rate(interval.rate()), "one timer is enough");
        };
    }

    private static String processes(AttachSpec.Uprobe place) {
        return place.process() == 0 ? "for all processes" : "for one process";
    }

    private static String rate(AttachSpec.Rate rate) {
        return switch (rate) {
            case AttachSpec.Rate.Hertz hertz ->
                hertz.perSecond() == 1 ? "once a second" : hertz.perSecond() + " times a second";
            case AttachSpec.Rate.Nanoseconds nanoseconds -> "every " + duration(nanoseconds.period());
        };
    }

    private static String duration(long nanoseconds) {
        if (nanoseconds % 1_000_000_000 == 0) {
            return nanoseconds / 1_000_000_000 + " s";
        } else if (nanoseconds % 1_000_000 == 0) {
            return nanoseconds / 1_000_000 + " ms";
        }
        return nanoseconds % 1_000 == 0 ? nanoseconds / 1_000 + " us" : nanoseconds + " ns";
    }
}
