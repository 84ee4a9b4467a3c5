package dev.skep.trace;

import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.value.MapReader;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.ValueReader;
import java.util.ArrayList;
import java.util.List;

/** The script's maps in the kernel: reads them as values, and empties them. */
final class MapStore {
    private final List<MapInfo> maps;
    private final LoadedObject object;
    private final ValueReader reader;

    MapStore(List<MapInfo> maps, LoadedObject object, ValueReader reader) {
        this.maps = maps;
        this.object = object;
        this.reader = reader;
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
     * What a map holds now, which is removed. Entries with keys are read and removed in one step; only an update that a
     * program had begun on another CPU at that moment, and that is not in the entry yet, goes with it. Between the reading
     * of a map without keys and its zeroing there is a moment in which more may be lost.
     *
     * @throws IllegalArgumentException if the script has no such map
     */
    MapResult take(String name) {
        MapInfo info = info(name);
        BpfMap map = object.map(info.spec());
        if (map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY) {
            MapResult result = read(info);
            map.clear();
            return result;
        }
        try (MapCursor cursor = map.drain()) {
            return read(info, cursor);
        }
    }

    /** Removes a map's entries. */
    void clear(String name) {
        object.map(info(name).spec()).clear();
    }

    private MapResult read(MapInfo info) {
        try (MapCursor cursor = object.map(info.spec()).entries()) {
            return read(info, cursor);
        }
    }

    private MapResult read(MapInfo info, MapCursor cursor) {
        MapReader result = new MapReader(info.name(), info.keys(), info.value(), Cpus.possible(), reader);
        while (cursor.next()) {
            result.add(cursor.key(), 0, cursor.value(), 0);
        }
        return result.result();
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
