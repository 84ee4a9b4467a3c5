package dev.skep.lang.simulation;

import dev.skep.bpf.asm.Helper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a program acts on: memory, an event, maps, helpers. Its helpers answer the same in the same order, and what a
 * program does is written down, so that two runs can be compared.
 */
final class World implements Environment {
    private static final byte[] NAME = {'a', ' ', 't', 'h', 'r', 'e', 'a', 'd', 0};
    private static final HexFormat HEX = HexFormat.of();
    private static final long CPUS = 4;
    private static final long TGID = 1234;
    /** Where {@code task_struct.tgid} lies: no program is compiled with that. */
    private static final int TGID_OFFSET = 1000;

    /** A hash map, or an array whose one value is there from the start. */
    private static final class SimulatedMap {
        private final String name;
        private final int keySize;
        private final int valueSize;
        private final Map<String, Long> values = new TreeMap<>();

        private SimulatedMap(String name, int keySize, int valueSize) {
            this.name = name;
            this.keySize = keySize;
            this.valueSize = valueSize;
        }
    }

    private final Memory memory = new Memory();
    private final List<SimulatedMap> maps = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final long context;
    private final long task;
    private long clock = 1_000_000_007L;

    World(byte[] event) {
        context = memory.allocate("event", event);
        task = memory.allocate("task", new byte[1024]);
        memory.store(task + TGID_OFFSET, 4, TGID);
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public long context() {
        return context;
    }

    World hash(String name, int keySize, int valueSize) {
        maps.add(new SimulatedMap(name, keySize, valueSize));
        return this;
    }

    World array(String name, int valueSize) {
        hash(name, 4, valueSize);
        SimulatedMap map = maps.getLast();
        map.values.put("00000000", memory.allocate(name, new byte[valueSize]));
        return this;
    }

    @Override
    public long reference(String name) {
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).name.equals(name)) {
                return 0x7e57_0000_0000_0000L + i;
            }
        }
        throw new IllegalStateException("no map " + name);
    }

    @Override
    public long arrayValue(String name) {
        return Objects.requireNonNull(map(reference(name)).values.get("00000000"));
    }

    private SimulatedMap map(long reference) {
        long index = reference - 0x7e57_0000_0000_0000L;
        if (index < 0 || index >= maps.size()) {
            throw new IllegalStateException(Long.toHexString(reference) + " is no map");
        }
        return maps.get((int) index);
    }

    @Override
    public long call(Helper helper, long... arguments) {
        return switch (helper) {
            case GET_CURRENT_PID_TGID -> TGID << 32 | 0x04d3;
            case GET_CURRENT_UID_GID -> 0x0000_0000_0000_03e8L;
            case GET_SMP_PROCESSOR_ID -> 3;
            case GET_CURRENT_TASK, GET_CURRENT_TASK_BTF -> task;
            case KTIME_GET_NS -> clock;
            case GET_CURRENT_COMM -> {
                // As the kernels do that leave what is behind the NUL as it was.
                memory.write(arguments[0], Arrays.copyOf(NAME, Math.min(NAME.length, (int) arguments[1])));
                yield 0;
            }
            case PROBE_READ_KERNEL -> {
                int size = (int) arguments[1];
                boolean there = memory.contains(arguments[2], size);
                memory.write(arguments[0], there ? memory.read(arguments[2], size) : new byte[size]);
                yield there ? 0 : -14;
            }
            case MAP_LOOKUP_ELEM -> {
                SimulatedMap map = map(arguments[0]);
                yield map.values.getOrDefault(key(map, arguments[1]), 0L);
            }
            case MAP_LOOKUP_PERCPU_ELEM -> {
                SimulatedMap map = map(arguments[0]);
                yield arguments[2] < CPUS ? map.values.getOrDefault(key(map, arguments[1]), 0L) : 0;
            }
            case MAP_UPDATE_ELEM -> update(map(arguments[0]), arguments);
            case MAP_DELETE_ELEM -> {
                SimulatedMap map = map(arguments[0]);
                String key = key(map, arguments[1]);
                log.add("delete " + map.name + " " + key);
                yield map.values.remove(key) == null ? -2 : 0;
            }
            // Stands for any helper that takes numbers: writes them down, and answers with a mixture of them.
            case TRACE_VPRINTK -> {
                StringBuilder line = new StringBuilder("call");
                long mixture = 17;
                for (long argument : arguments) {
                    line.append(' ').append(argument);
                    mixture = mixture * 31 + argument;
                }
                log.add(line.toString());
                // Time passes where it can be told: a run may ask for it less often.
                clock += 12_345;
                yield mixture;
            }
            default -> throw new IllegalStateException("no helper " + helper);
        };
    }

    @Override
    public int fieldOffset(String type, String path, int compiled) {
        if (type.equals("task_struct") && path.equals("tgid")) {
            return TGID_OFFSET;
        }
        throw new IllegalStateException("no field " + type + "." + path);
    }

    @Override
    public List<Element> elements(long reference) {
        List<Element> elements = new ArrayList<>();
        SimulatedMap map = map(reference);
        map.values.forEach((key, value) ->
                elements.add(new Element(memory.allocate("key of " + map.name, HEX.parseHex(key)), value)));
        return elements;
    }

    private String key(SimulatedMap map, long address) {
        return HEX.formatHex(memory.read(address, map.keySize));
    }

    private long update(SimulatedMap map, long[] arguments) {
        String key = key(map, arguments[1]);
        byte[] value = memory.read(arguments[2], map.valueSize);
        log.add("update " + map.name + " " + key + " " + HEX.formatHex(value) + " " + arguments[3]);
        Long old = map.values.get(key);
        if (arguments[3] == 1 && old != null) {
            return -17;
        }
        if (arguments[3] == 2 && old == null) {
            return -2;
        }
        if (old != null) {
            memory.write(old, value);
        } else {
            map.values.put(key, memory.allocate(map.name, value));
        }
        return 0;
    }

    /** What was done, and what is in the maps in the end. */
    List<String> history() {
        List<String> result = new ArrayList<>(log);
        result.addAll(contents());
        return result;
    }

    /** What is in the maps; scratch memory is nobody's business. */
    List<String> contents() {
        List<String> result = new ArrayList<>();
        for (SimulatedMap map : maps) {
            if (!map.name.startsWith("scratch")) {
                map.values.forEach((key, value) ->
                        result.add(map.name + "[" + key + "] = " + HEX.formatHex(memory.content(value))));
            }
        }
        return result;
    }
}
