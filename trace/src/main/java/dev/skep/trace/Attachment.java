package dev.skep.trace;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.kernel.AttachException;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.link.Attacher;
import dev.skep.kernel.link.Link;
import dev.skep.kernel.link.Walk;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.Program;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.script.EventSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a session is attached: links, or a walk that is to be read. */
final class Attachment {
    /** So many events for each object of a walk there is room for. */
    private static final int EVENTS_AN_OBJECT = 16;
    /** The most objects of a walk between two looks at their events. */
    private static final int OBJECTS = 4096;

    private final CompiledScript script;
    private final LoadedObject object;
    private final Sink sink;
    private final List<Link> links = new ArrayList<>();
    private @Nullable Walk walk;

    Attachment(CompiledScript script, LoadedObject object, Sink sink) {
        this.script = script;
        this.object = object;
        this.sink = sink;
    }

    /**
     * Attaches the programs of all probes but begin and end, each once.
     *
     * @return for how many probes
     * @throws AttachException if some cannot be attached, with all their reasons, unless the script lets that pass
     *     ({@code missing_probes}) and there are others; what was attached is to be detached all the same
     */
    int attach(Attacher attacher) {
        Map<String, List<String>> probes = new LinkedHashMap<>();
        for (CompiledScript.Probe probe : script.probes()) {
            if (probe.point().kind() == ProbePoint.Kind.EVENT) {
                List<String> names = probes.get(probe.program());
                if (names == null) {
                    names = new ArrayList<>(1);
                    probes.put(probe.program(), names);
                }
                names.add(probe.point().name());
            }
        }
        int attached = 0;
        List<Notice> failures = new ArrayList<>(0);
        for (Map.Entry<String, List<String>> entry : probes.entrySet()) {
            int count = entry.getValue().size();
            try {
                attach(object.program(entry.getKey()), attacher);
                attached += count;
            } catch (KernelException e) {
                String others = count == 1 ? "" : " and " + (count - 1) + " more";
                String message = entry.getValue().getFirst() + others + ": " + e.getMessage();
                failures.add(new Notice(Notice.Kind.PROBES, count, message));
            }
        }
        if (!failures.isEmpty()) {
            letPass(failures, attached);
        }
        return attached;
    }

    private void letPass(List<Notice> failures, int attached) {
        String missing = script.config().text(ConfigKey.MISSING_PROBES);
        if (attached == 0 || missing.equals("error")) {
            List<String> reasons = new ArrayList<>(failures.size());
            for (Notice failure : failures) {
                reasons.add(failure.message());
            }
            throw new AttachException(reasons);
        }
        if (missing.equals("warn")) {
            for (Notice failure : failures) {
                sink.notice(failure);
            }
        }
    }

    private void attach(Program program, Attacher attacher) {
        if (!(program.spec().attach() instanceof AttachSpec.Iterator iterator)) {
            links.add(attacher.attach(program));
        } else if (iterator.pin().isEmpty()) {
            walk = Walk.open(program, iterator, objectsAtOnce());
        } else {
            Walk.pin(program, iterator);
            sink.pinned(iterator.pin());
        }
    }

    /** So many that what the script says of them fits the ring buffer. */
    private int objectsAtOnce() {
        int largest = 1;
        for (EventSchema event : script.events()) {
            largest = Math.max(largest, event.size());
        }
        String ring = script.system().ring();
        int room = ring == null ? Integer.MAX_VALUE : object.map(ring).maxEntries();
        return Math.clamp(room / (EVENTS_AN_OBJECT * largest), 1, OBJECTS);
    }

    /** Whether there is nothing to wait for. */
    boolean isEmpty() {
        return links.isEmpty() && walk == null;
    }

    /** Goes on with the walk, if there is one. */
    void step() {
        if (walk != null && !walk.read()) {
            walk.close();
            walk = null;
        }
    }

    /** Whether there is a walk that is not at its end. */
    boolean isWalking() {
        return walk != null;
    }

    /** Does nothing if called again. */
    void detach() {
        if (walk != null) {
            walk.close();
            walk = null;
        }
        Link.closeAll(links);
        links.clear();
    }
}
