package dev.skep.lang.target;

/** Writes what a target knows as the recording that {@link RecordedTarget} reads. */
public final class TargetRecorder {
    private final Target target;
    private final StringBuilder out = new StringBuilder();

    public TargetRecorder(Target target) {
        this.target = target;
        out.append("release ").append(target.release()).append('\n');
    }

    /** Everything: thousands of formats, megabytes. */
    public TargetRecorder all() {
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
