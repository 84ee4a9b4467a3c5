package dev.skep.lang.lower;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.lang.check.MapDeclaration;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.script.Limits;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * How a map of the script lies in the kernel; {@link MapInfo} describes it. What is aggregated lies in per-CPU maps. A map
 * without keys is an array, whose lookups the kernel inlines. In a keyed histogram every bucket is an element.
 */
final class MapLayout {
    /** Buckets that a keyed histogram gets room for, for each of its keys, at least on the average. */
    private static final int BUCKETS_PER_KEY = 2;

    /** Elements that a map which keeps them has room for, for each of its keys. */
    private static final int KEPT_PER_KEY = 2;

    private final MapInfo info;
    private final MapSpec spec;
    private final Type.Tuple keys;
    private final int buckets;
    private final int stride;

    /** @param word the index of its first word, if it needs one */
    MapLayout(MapSymbol map, Limits limits, MapUses.Use use, int word) {
        String name = "AT_" + map.name().substring(1);
        Type value = map.value();
        info = new MapInfo(
                map.name(),
                name,
                map.keys(),
                value,
                use.isTurned() || use.isKept() ? word : MapInfo.NONE,
                use.isKept() ? "spare_" + map.name().substring(1) : null);
        buckets = value instanceof Aggregate.Hist hist
                ? hist.buckets()
                : value instanceof Aggregate.Lhist lhist ? lhist.buckets() : 0;
        List<Type> all = new ArrayList<>(map.keys());
        if (buckets > 0 || map.scalar()) {
            all.add(Type.Int.UINT32);
        }
        if (info.turned() && !map.scalar()) {
            all.add(Type.Int.UINT32);
        }
        keys = new Type.Tuple(all);
        boolean perCpu = value instanceof Aggregate;
        MapType type = map.scalar()
                ? perCpu ? MapType.PERCPU_ARRAY : MapType.ARRAY
                : perCpu ? MapType.PERCPU_HASH : MapType.HASH;
        int valueSize = map.scalar() && !perCpu ? info.touchedOffset() + 8 : Type.align(value.size(), 8);
        MapDeclaration declared = map.scalar() ? null : map.declaration();
        if (declared != null && declared.kind().evicts()) {
            type = perCpu ? MapType.LRU_PERCPU_HASH : MapType.LRU_HASH;
        }
        int keysHeld = declared == null ? limits.mapKeys() : declared.entries();
        int entries = map.scalar() ? Math.max(1, buckets) : keysHeld;
        if (!map.scalar() && buckets > 0) {
            entries = Math.min(Limits.MAP_ENTRIES, entries * BUCKETS_PER_KEY);
        }
        int flags = use.isTakenAtomically() ? MapSpec.MMAPABLE : 0;
        int stride = 0;
        if (info.turned() && type == MapType.ARRAY) {
            // A power of two, so that the verifier sees by a mask that both generations lie in the value.
            stride = Integer.highestOneBit(valueSize - 1) << 1;
            valueSize = 2 * stride;
            flags = MapSpec.MMAPABLE;
        } else if (info.turned()) {
            entries = Math.min(Limits.MAP_ENTRIES, 2 * entries);
        }
        if (info.kept()) {
            valueSize = info.touchedOffset() + 8;
            entries = Math.min(Limits.MAP_ENTRIES, KEPT_PER_KEY * entries);
        }
        this.stride = stride;
        spec = new MapSpec(name, type, keys.size(), valueSize, entries, flags);
    }

    MapInfo info() {
        return info;
    }

    MapSpec spec() {
        return spec;
    }

    /** The kernel map's name in the object. */
    String name() {
        return spec.name();
    }

    /** The parts of the key: the script's, and the bucket's index or a scalar's 0 behind. */
    Type.Tuple keys() {
        return keys;
    }

    /** Whether it is an array: all its elements exist from the start. */
    boolean array() {
        return spec.type() == MapType.ARRAY || spec.type() == MapType.PERCPU_ARRAY;
    }

    /** Whether a word behind the value says that it was assigned. */
    boolean touched() {
        return spec.type() == MapType.ARRAY;
    }

    /** The kernel maps that it takes: its own, and the spare one of a map that keeps its elements. */
    List<MapSpec> specs() {
        String spare = info.spare();
        if (spare == null) {
            return List.of(spec);
        }
        int entries = spec.maxEntries() / KEPT_PER_KEY;
        return List.of(spec, new MapSpec(spare, spec.type(), keys.size(), info.touchedOffset(), entries, 0));
    }

    /** How many words it needs. */
    int words() {
        return info.kept() ? 2 : info.turned() ? 1 : 0;
    }

    /** Whether elements stay when they are deleted. */
    boolean kept() {
        return info.kept();
    }

    /** Whether it holds two generations. */
    boolean turned() {
        return info.turned();
    }

    /** Bytes from one generation's value to the other's, in the one value of an array that is turned. */
    int stride() {
        return stride;
    }

    int touchedOffset() {
        return info.touchedOffset();
    }

    /** Bytes of a value, of one generation. */
    int valueSize() {
        return stride > 0 ? info.touchedOffset() + 8 : spec.valueSize();
    }
}
