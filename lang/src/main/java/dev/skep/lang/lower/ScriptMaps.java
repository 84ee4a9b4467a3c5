package dev.skep.lang.lower;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.Limits;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What all programs of a script share: its maps, the system's maps as they come into use, and the events. */
final class ScriptMaps {
    private static final String RING = "ring";
    private static final String WORDS = "words";
    private static final String SIGHTINGS = "sightings";

    /** Reading the values is enough. */
    private static final Action READ_ONLY = (values, host) -> {};

    private static final String START = "start";

    private final Limits limits;
    private final Map<MapSymbol, MapLayout> layouts = new IdentityHashMap<>();
    private final List<MapLayout> inOrder = new ArrayList<>();
    private final Map<Typed.Call, EventSchema> schemas = new IdentityHashMap<>();
    private final List<EventSchema> events = new ArrayList<>();
    private final Map<Integer, Integer> stacksBySize = new HashMap<>();
    private final List<MapSpec> stacks = new ArrayList<>();
    private final List<MapSpec> constants = new ArrayList<>(0);
    private final Map<String, EventSchema> sightings = new HashMap<>(0);
    private boolean losses;
    private int words;
    private boolean start;

    ScriptMaps(Typed.Script script, Limits limits) {
        this.limits = limits;
        MapUses uses = MapUses.of(script);
        for (MapSymbol map : script.maps()) {
            MapLayout layout = new MapLayout(map, limits, uses.of(map), words);
            words += layout.words();
            layouts.put(map, layout);
            inOrder.add(layout);
        }
    }

    MapLayout layout(MapSymbol map) {
        MapLayout layout = layouts.get(map);
        if (layout == null) {
            throw new IllegalArgumentException("no map of the script: " + map.name());
        }
        return layout;
    }

    /** The ring buffer's name. */
    String ring() {
        return RING;
    }

    /** The name of the map that counts losses. */
    String losses() {
        losses = true;
        return CompiledScript.Loss.MAP;
    }

    /** The name of the map of the words by which user space and programs tell each other how maps are used. */
    String words() {
        return WORDS;
    }

    /** The name of the map that holds when the session began. */
    String start() {
        start = true;
        return START;
    }

    /** The schema of the events that a call sends, the same for all programs that share it. */
    EventSchema schema(Typed.Call call, List<Type> fields, Action action) {
        EventSchema schema = schemas.get(call);
        if (schema == null) {
            schema = EventSchema.of(events.size(), fields, action, call.span());
            schemas.put(call, schema);
            events.add(schema);
        }
        return schema;
    }

    /** The name of the map of what has been seen. */
    String sightings() {
        return SIGHTINGS;
    }

    /** The schema of the events that send a value when it is first seen. */
    EventSchema sighting(Type type, Span span) {
        EventSchema schema = sightings.get(type.text());
        if (schema == null) {
            schema = EventSchema.of(events.size(), List.of(type), READ_ONLY, span);
            sightings.put(type.text(), schema);
            events.add(schema);
        }
        return schema;
    }

    /**
     * The index of the first of the two maps that hold stacks of at most so many frames, those of the kernel and those of
     * user space.
     */
    int stacks(Type.Stack type) {
        boolean buildIds = type.mode() == StackMode.BUILD_ID;
        int size = type.limit() * type.mode().frameBytes();
        int shape = buildIds ? -size : size;
        Integer known = stacksBySize.get(shape);
        if (known != null) {
            return known;
        }
        int first = stacks.size();
        stacksBySize.put(shape, first);
        // The same memory for both: frames with build IDs are four times as big.
        int entries = Math.max(1, limits.stacks() * Long.BYTES / type.mode().frameBytes());
        for (int i = 0; i < 2; i++) {
            stacks.add(new MapSpec(
                    "stacks" + (first + i),
                    MapType.STACK_TRACE,
                    4,
                    size,
                    entries,
                    buildIds ? MapSpec.STACK_BUILD_ID : 0));
        }
        return first;
    }

    /** The name of a map of stacks. */
    String stackMap(int index) {
        return stacks.get(index).name();
    }

    /** The name of a map of one element that programs only read. */
    String constant(ByteBuffer contents) {
        for (MapSpec known : constants) {
            if (contents.equals(known.contents())) {
                return known.name();
            }
        }
        MapSpec map = MapSpec.constant("constant" + constants.size(), contents);
        constants.add(map);
        return map.name();
    }

    /** All kernel maps. */
    List<MapSpec> specs() {
        List<MapSpec> specs = new ArrayList<>();
        for (MapLayout layout : inOrder) {
            specs.addAll(layout.specs());
        }
        if (words > 0) {
            specs.add(new MapSpec(WORDS, MapType.ARRAY, 4, words * Long.BYTES, 1, MapSpec.MMAPABLE));
        }
        if (start) {
            specs.add(new MapSpec(START, MapType.ARRAY, 4, Long.BYTES, 1, 0));
        }
        specs.addAll(stacks);
        specs.addAll(constants);
        if (!events.isEmpty()) {
            specs.add(new MapSpec(RING, MapType.RINGBUF, 0, 0, limits.ringBytes(), 0));
        }
        if (!sightings.isEmpty()) {
            specs.add(new MapSpec(SIGHTINGS, MapType.HASH, Long.BYTES, Long.BYTES, limits.stacks(), 0));
        }
        if (losses) {
            int kinds = CompiledScript.Loss.values().length;
            specs.add(new MapSpec(CompiledScript.Loss.MAP, MapType.PERCPU_ARRAY, 4, 8, kinds, 0));
        }
        return specs;
    }

    List<MapInfo> infos() {
        List<MapInfo> infos = new ArrayList<>();
        for (MapLayout layout : inOrder) {
            infos.add(layout.info());
        }
        return infos;
    }

    List<EventSchema> events() {
        return events;
    }

    CompiledScript.SystemMaps system() {
        List<String> names = new ArrayList<>();
        for (MapSpec map : stacks) {
            names.add(map.name());
        }
        return new CompiledScript.SystemMaps(
                events.isEmpty() ? null : RING,
                names,
                losses ? CompiledScript.Loss.MAP : null,
                words > 0 ? WORDS : null,
                sightings.isEmpty() ? null : SIGHTINGS,
                start ? START : null);
    }
}
