package dev.skep.trace;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.map.MapMemory;
import dev.skep.kernel.map.UpdateMode;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.MapReader;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The script's maps in the kernel: reads them as values, and empties them. */
final class MapStore implements AutoCloseable {
    /** How many keys are deleted by one call. */
    private static final int AT_ONCE = 1024;

    private final List<MapInfo> maps;
    private final LoadedObject object;
    private final ValueReader reader;
    private final MapWords words;
    /** The maps that were set to zero and not cleared since: what they hold no part of is 0 now. */
    private final Set<String> zeroed = new HashSet<>();

    private final Map<String, MapMemory> mapped = new HashMap<>(0);
    private final Map<String, KeptMap> kept = new HashMap<>(0);

    MapStore(List<MapInfo> maps, LoadedObject object, ValueReader reader, MapWords words) {
        this.maps = maps;
        this.object = object;
        this.reader = reader;
        this.words = words;
        for (MapInfo info : maps) {
            String spare = info.spare();
            if (spare != null) {
                kept.put(info.name(), new KeptMap(info, object.map(info.spec()), object.map(spare), words));
            }
        }
    }

    /**
     * What a map holds now. Entries that come or go meanwhile may be seen or not.
     *
     * @throws IllegalArgumentException if the script has no such map
     */
    MapResult read(String name) {
        return read(info(name));
    }

    /** All maps that hold something, in order of name. */
    List<MapResult> readAll() {
        List<MapResult> results = new ArrayList<>(maps.size());
        for (MapInfo info : maps) {
            MapResult result = read(info);
            if (!result.entries().isEmpty()) {
                results.add(result);
            }
        }
        return results;
    }

    /**
     * What a map holds now, which is removed; what programs add meanwhile is either in it or stays. Only of a map that evicts,
     * and of one that the script only takes when its probes are detached, something may be lost that is added meanwhile.
     *
     * @throws IllegalArgumentException if the script has no such map
     */
    MapResult take(String name) {
        MapInfo info = info(name);
        BpfMap map = object.map(info.spec());
        MapReader result = reader(info);
        if (info.turned()) {
            int left = words.turn(info, second(info, map));
            read(info, map, left, result);
            remove(info, map, left);
        } else if (isWord(info, map)) {
            takeWord(info, result);
        } else if (info.kept() || map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY) {
            readNow(info, result);
            clear(name);
        } else {
            try (MapCursor cursor = map.drain()) {
                while (cursor.next()) {
                    result.add(cursor.key(), 0, cursor.value(), 0);
                }
            }
        }
        zeroed.remove(name);
        return result.result();
    }

    /** Removes a map's entries. */
    void clear(String name) {
        zeroed.remove(name);
        MapInfo info = info(name);
        BpfMap map = object.map(info.spec());
        KeptMap keeper = kept.get(name);
        if (info.turned()) {
            remove(info, map, words.turn(info, second(info, map)));
        } else if (keeper != null) {
            keeper.clear();
        } else {
            map.clear();
        }
    }

    /** Makes room in the maps that keep deleted elements. Called now and then. */
    void look() {
        for (KeptMap map : kept.values()) {
            map.look();
        }
    }

    /** Sets all values to zero. Keys stay, and so do maps without keys that were assigned. */
    void zero(String name) {
        MapInfo info = info(name);
        if (info.scalar() && read(info).entries().isEmpty()) {
            return;
        }
        zeroed.add(name);
        BpfMap map = object.map(info.spec());
        int generation = words.generation(info);
        if (map.type() == MapType.PERCPU_ARRAY) {
            zero(map, generation, info.turned() ? map.maxEntries() / 2 : map.maxEntries());
        } else if (map.type() == MapType.ARRAY) {
            ByteBuffer index = direct(Integer.BYTES);
            ByteBuffer value = direct(map.valueBytes());
            boolean _ = map.lookup(index, value);
            value.put(generation, new byte[info.touchedOffset()]);
            boolean _ = map.update(index, value, UpdateMode.ANY);
        } else {
            ByteBuffer zeros = direct(map.valueBytes());
            for (ByteBuffer key : keys(info, map, generation)) {
                boolean _ = map.update(key, zeros, UpdateMode.EXIST);
            }
        }
    }

    /** The keys of one generation. To write while walking may lead a walk in a circle, so it is done first. */
    private static List<ByteBuffer> keys(MapInfo info, BpfMap map, int generation) {
        List<ByteBuffer> keys = new ArrayList<>();
        try (MapCursor cursor = map.entries()) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                if (!info.turned() || key.getInt(info.generationOffset()) == generation) {
                    keys.add(direct(map.keySize()).put(0, key, 0, map.keySize()));
                }
            }
        }
        return keys;
    }

    @Override
    public void close() {
        mapped.values().forEach(MapMemory::close);
        words.close();
    }

    private MapResult read(MapInfo info) {
        MapReader result = reader(info);
        readNow(info, result);
        return result.result();
    }

    private void readNow(MapInfo info, MapReader result) {
        KeptMap keeper = kept.get(info.name());
        if (keeper != null) {
            keeper.read(result);
        } else {
            read(info, object.map(info.spec()), words.generation(info), result);
        }
    }

    private MapReader reader(MapInfo info) {
        MapReader result = new MapReader(info.name(), info.keys(), info.value(), Cpus.possible(), reader);
        if (zeroed.contains(info.name())) {
            result.keepZeros();
        }
        return result;
    }

    /** Adds the entries of one generation to a result. */
    private static void read(MapInfo info, BpfMap map, int generation, MapReader result) {
        int size = map.maxEntries() / 2;
        ByteBuffer index = direct(Integer.BYTES);
        try (MapCursor cursor = map.entries()) {
            while (cursor.next()) {
                ByteBuffer keys = cursor.keys();
                int keyAt = cursor.keyAt();
                int valueAt = cursor.valueAt();
                if (!info.turned()) {
                    result.add(keys, keyAt, cursor.values(), valueAt);
                } else if (map.type() == MapType.ARRAY) {
                    result.add(keys, keyAt, cursor.values(), valueAt + generation);
                } else if (info.scalar()) {
                    int at = keys.getInt(keyAt) - generation;
                    if (at >= 0 && at < size) {
                        result.add(index.putInt(0, at), 0, cursor.values(), valueAt);
                    }
                } else if (keys.getInt(keyAt + info.generationOffset()) == generation) {
                    result.add(keys, keyAt, cursor.values(), valueAt);
                }
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- generations

    /** What the second generation is named: see {@link MapInfo}. */
    private static int second(MapInfo info, BpfMap map) {
        return map.type() == MapType.ARRAY ? map.valueSize() / 2 : info.scalar() ? map.maxEntries() / 2 : 1;
    }

    /** Removes a generation that no program uses. */
    private void remove(MapInfo info, BpfMap map, int generation) {
        if (map.type() == MapType.ARRAY) {
            memory(info).value().put(generation, new byte[map.valueSize() / 2]);
        } else if (info.scalar()) {
            zero(map, generation, map.maxEntries() / 2);
        } else {
            delete(map, info.generationOffset(), generation);
        }
    }

    private static void zero(BpfMap map, int from, int count) {
        ByteBuffer index = direct(Integer.BYTES);
        ByteBuffer zeros = direct(map.valueBytes());
        for (int i = from; i < from + count; i++) {
            map.update(index.putInt(0, i), zeros, UpdateMode.ANY);
        }
    }

    private static void delete(BpfMap map, int offset, int generation) {
        int most = Math.min(AT_ONCE, map.maxEntries());
        ByteBuffer keys = direct(most * map.keySize());
        int count = 0;
        try (MapCursor cursor = map.entries()) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                if (key.getInt(offset) == generation) {
                    keys.put(count++ * map.keySize(), key, 0, map.keySize());
                }
                if (count == most) {
                    map.deleteAll(keys, count);
                    count = 0;
                }
            }
        }
        map.deleteAll(keys, count);
    }

    // ------------------------------------------------------------------------------------------------------- words

    private static boolean isWord(MapInfo info, BpfMap map) {
        return info.scalar() && info.value() instanceof Type.Int && (map.info().flags() & MapSpec.MMAPABLE) != 0;
    }

    /** The word that tells whether it was assigned goes first: an update behind it leaves the map assigned. */
    private void takeWord(MapInfo info, MapReader result) {
        MapMemory memory = memory(info);
        ByteBuffer taken = direct(info.touchedOffset() + Long.BYTES);
        long touched = memory.exchange(info.touchedOffset(), 0);
        long value = memory.exchange(0, 0);
        taken.putLong(0, value).putLong(info.touchedOffset(), touched | value);
        result.add(direct(Integer.BYTES), 0, taken, 0);
    }

    private MapMemory memory(MapInfo info) {
        return mapped.computeIfAbsent(info.spec(), spec -> MapMemory.of(object.map(spec)));
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private MapInfo info(String name) {
        for (MapInfo info : maps) {
            if (info.name().equals(name)) {
                return info;
            }
        }
        throw new IllegalArgumentException("the script has no map " + name);
    }
}
