package dev.skep.lang.check;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.KernelTypes;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules ask of the probe that a body is checked for. It remembers the answers: for another probe with the same
 * answers the body means the same, and is not checked again. Hundreds of probes may share one body.
 */
public final class EventView {
    private static final int HIDDEN = 8;
    /** {@code MAX_BPF_FUNC_ARGS}. */
    private static final int MOST_ARGUMENTS = 12;

    private final ProbePoint point;
    private final Map<String, TracepointFormat.@Nullable Field> fields = new HashMap<>();
    private boolean askedForArgs;
    private boolean askedForUser;
    private boolean askedForKind;
    private boolean askedForFile;
    private boolean askedForCount;
    private final int longestFunction;
    private @Nullable String plainReason;
    private boolean askedForContext;

    EventView(ProbePoint point) {
        this(point, 0);
    }

    /** @param longestFunction bytes of the longest function's name among the probes that share the body's source */
    EventView(ProbePoint point, int longestFunction) {
        this.point = point;
        this.longestFunction = longestFunction;
    }

    /** The probe's full name, for messages only. */
    public String name() {
        return point.name();
    }

    /** What kind of thing the program finds in its context. */
    public ProbePoint.Context contextKind() {
        askedForKind = true;
        return point.context();
    }

    /** The file of a user program that the probe is in; empty for others. */
    public String file() {
        askedForFile = true;
        return point.file();
    }

    /** Bytes of the longest name of a function among the probes that share the body's source. */
    public int longestFunction() {
        return longestFunction;
    }

    /** How many arguments the event has, where that is known; else as many as there can be. */
    public int argumentCount() {
        askedForCount = true;
        return argumentCount(point);
    }

    private static int argumentCount(ProbePoint point) {
        int known = point.fields() == null ? 0 : point.fields().get().fields().size();
        // Of others the kernel checks it when the program is attached.
        return known == 0 ? MOST_ARGUMENTS : known;
    }

    /** Whether the event has fields. */
    public boolean hasArgs() {
        askedForArgs = true;
        return point.fields() != null;
    }

    /** A field of the event, or null if it has none of that name. */
    public TracepointFormat.@Nullable Field field(String name) {
        askedForArgs = true;
        TracepointFormat.Field field = find(point, name);
        fields.put(name, field);
        return field;
    }

    /**
     * Whether programs cannot read a field. Of a tracepoint's record the kernel hides the first 8 bytes, in which the common
     * fields lie: a pointer to the registers stands there instead ({@code tp_prog_is_valid_access}).
     */
    static boolean isHidden(TracepointFormat.Field field) {
        return field.name().startsWith("common_") && field.offset() < HIDDEN;
    }

    /** The event's fields that the body reads, by name. */
    public Map<String, TracepointFormat.Field> read() {
        Map<String, TracepointFormat.Field> read = new HashMap<>();
        for (Map.Entry<String, TracepointFormat.@Nullable Field> asked : fields.entrySet()) {
            TracepointFormat.Field field = asked.getValue();
            if (field != null) {
                read.put(asked.getKey(), field);
            }
        }
        return read;
    }

    /**
     * The body needs the probe attached in the plain way.
     *
     * @param reason for the user, as a clause: {@code "its kernel stacks would ..."}
     */
    public void needPlain(String reason) {
        plainReason = reason;
    }

    /** Why the body needs the probe attached in the plain way, or null if it does not. */
    public @Nullable String plainReason() {
        return plainReason;
    }

    /** The names of the event's fields that can be read, for messages only. */
    public List<String> fieldNames() {
        List<String> names = new ArrayList<>();
        if (point.fields() != null) {
            for (TracepointFormat.Field field : point.fields().get().fields()) {
                if (!isHidden(field)) {
                    names.add(field.name());
                }
            }
        }
        return names;
    }

    /** Where the addresses in the event point: system calls are given their callers', user programs have their own. */
    public Type.AddressSpace addresses() {
        askedForUser = true;
        return isOfUser(point) ? Type.AddressSpace.USER : Type.AddressSpace.KERNEL;
    }

    /**
     * The struct that the program's context is, without its keyword; empty where it is only an address. Sources: {@code
     * include/uapi/linux/bpf_perf_event.h}, {@code kernel/bpf/bpf_iter.c}.
     */
    public String context() {
        askedForContext = true;
        return context(point);
    }

    private static String context(ProbePoint point) {
        if (point.attach() instanceof AttachSpec.Iterator iterator) {
            return KernelTypes.iteratorContext(iterator.name());
        }
        return switch (point.type()) {
            case PERF_EVENT -> "bpf_perf_event_data";
            case KPROBE -> "pt_regs";
            default -> "";
        };
    }

    /** Whether all that was asked has the same answer for another probe. */
    boolean sameFor(ProbePoint other) {
        if (askedForArgs && (point.fields() == null) != (other.fields() == null)
                || askedForUser && isOfUser(point) != isOfUser(other)
                || askedForContext && !context(point).equals(context(other))
                || askedForKind && point.context() != other.context()
                || askedForFile && !point.file().equals(other.file())
                || askedForCount && argumentCount(point) != argumentCount(other)) {
            return false;
        }
        for (Map.Entry<String, TracepointFormat.@Nullable Field> asked : fields.entrySet()) {
            if (!same(asked.getValue(), find(other, asked.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(TracepointFormat.@Nullable Field a, TracepointFormat.@Nullable Field b) {
        if (a == null || b == null) {
            return a == b;
        }
        return a.size() == b.size()
                && a.signed() == b.signed()
                && a.storage() == b.storage()
                && a.type().equals(b.type());
    }

    private static TracepointFormat.@Nullable Field find(ProbePoint point, String name) {
        return point.fields() == null ? null : point.fields().get().field(name);
    }

    private static boolean isOfUser(ProbePoint point) {
        return point.attach() instanceof AttachSpec.Uprobe || isSystemCall(point);
    }

    private static boolean isSystemCall(ProbePoint point) {
        return point.attach() instanceof AttachSpec.Tracepoint tracepoint
                && (tracepoint.category().equals("syscalls")
                        || tracepoint.category().equals("raw_syscalls"));
    }
}
