package dev.skep.lang.target;

import dev.skep.bpf.asm.Helper;

/** Writes what a target knows as the recording that {@link RecordedTarget} reads. */
public final class TargetRecorder {
    private final Target target;
    private final StringBuilder out = new StringBuilder();

    public TargetRecorder(Target target) {
        this.target = target;
        out.append("release ").append(target.release()).append('\n');
    }

    /** The number of the newest helper. */
    public TargetRecorder helpers() {
        Helper[] all = Helper.values();
        int count = all.length;
        while (count > 0 && !target.hasHelper(all[count - 1])) {
            count--;
        }
        out.append("helpers ").append(count).append('\n');
        return this;
    }

    /** A function that programs may call; nothing if there is no such function. */
    public TargetRecorder kernelFunction(String name) {
        if (target.hasKernelFunction(name)) {
            out.append("function ").append(name).append('\n');
        }
        return this;
    }

    /** Where a symbol of the kernel is; nothing if there is no such symbol. */
    public TargetRecorder symbol(String name) {
        target.addresses()
                .address(name)
                .ifPresent(address -> out.append("symbol ")
                        .append(Long.toHexString(address))
                        .append(' ')
                        .append(name)
                        .append('\n'));
        return this;
    }

    /** The helpers and all tracepoints: thousands of formats, megabytes. */
    public TargetRecorder all() {
        helpers();
        for (String category : target.tracepointCategories()) {
            for (String name : target.tracepoints(category)) {
                tracepoint(category, name);
            }
        }
        for (String name : target.rawTracepoints()) {
            rawTracepoint(name);
        }
        return this;
    }

    /** One tracepoint, with its fields; nothing if there is no such tracepoint. */
    public TargetRecorder tracepoint(String category, String name) {
        TracepointFormat format = target.tracepoint(category, name);
        if (format != null) {
            out.append("tracepoint ").append(category).append(' ').append(name).append('\n');
            out.append(TracepointFormatParser.print(format));
        }
        return this;
    }

    /** One raw tracepoint, with its arguments where they are known. */
    public TargetRecorder rawTracepoint(String name) {
        out.append("rawtracepoint ").append(name).append('\n');
        TracepointFormat format = target.rawTracepoint(name);
        if (format != null) {
            out.append(TracepointFormatParser.print(format));
        }
        return this;
    }

    /** The recording. */
    public String text() {
        return out.toString();
    }
}
