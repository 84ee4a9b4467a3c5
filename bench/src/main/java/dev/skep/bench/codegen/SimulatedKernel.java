package dev.skep.bench.codegen;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.kernel.KernelBtf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of a kernel as the compared programs ask for: memory, maps in which nothing is ever full, and helpers that succeed.
 * An address is an area's number and an offset in it.
 */
final class SimulatedKernel {
    private static final int AREA_BITS = 32;
    private static final String FILE = "/dev/null";

    private record SimulatedMap(MapSpec spec, Map<ByteBuffer, Long> values) {}

    private final long traced;
    private final String comm;
    private final List<ByteBuffer> areas = new ArrayList<>();
    private final List<SimulatedMap> maps = new ArrayList<>();
    private long clock;
    private long task;

    /** @param traced the process that all events come from */
    SimulatedKernel(ObjectSpec object, long traced, String comm) {
        this.traced = traced;
        this.comm = comm;
        allocate(0);
        for (MapSpec map : object.maps()) {
            maps.add(new SimulatedMap(map, new HashMap<>()));
        }
    }

    // ------------------------------------------------------------------------------------------------------ memory

    /** New memory, of zeros. */
    long allocate(int size) {
        areas.add(ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN));
        return (long) (areas.size() - 1) << AREA_BITS;
    }

    private ByteBuffer area(long address) {
        return areas.get((int) (address >>> AREA_BITS));
    }

    long load(long address, int size) {
        ByteBuffer area = area(address);
        int at = (int) address;
        return switch (size) {
            case 1 -> area.get(at) & 0xffL;
            case 2 -> area.getShort(at) & 0xffffL;
            case 4 -> area.getInt(at) & 0xffff_ffffL;
            default -> area.getLong(at);
        };
    }

    void store(long address, int size, long value) {
        ByteBuffer area = area(address);
        int at = (int) address;
        switch (size) {
            case 1 -> area.put(at, (byte) value);
            case 2 -> area.putShort(at, (short) value);
            case 4 -> area.putInt(at, (int) value);
            default -> area.putLong(at, value);
        }
    }

    private byte[] bytes(long address, int size) {
        byte[] bytes = new byte[size];
        area(address).get((int) address, bytes);
        return bytes;
    }

    private void write(long address, byte[] bytes) {
        area(address).put((int) address, bytes);
    }

    // -------------------------------------------------------------------------------------------------------- maps

    /** What stands for a map in a program. */
    long map(String name) {
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).spec.name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no map " + name);
    }

    /** The address of the only value of an array. */
    long valueOf(String name) {
        return lookUp(maps.get((int) map(name)), new byte[Integer.BYTES]);
    }

    private long lookUp(SimulatedMap map, byte[] key) {
        Long value = map.values.get(ByteBuffer.wrap(key));
        boolean array = map.spec.type() == MapType.ARRAY || map.spec.type() == MapType.PERCPU_ARRAY;
        return value != null ? value : array ? insert(map, key) : 0;
    }

    private long insert(SimulatedMap map, byte[] key) {
        long value = allocate(map.spec.valueSize());
        map.values.put(ByteBuffer.wrap(key), value);
        return value;
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    long call(int id, long[] registers) {
        Helper helper = Helper.ofId(id);
        if (helper == null) {
            throw new UnsupportedOperationException("helper " + id);
        }
        return switch (helper) {
            case MAP_LOOKUP_ELEM, MAP_UPDATE_ELEM, MAP_DELETE_ELEM -> element(helper, registers);
            case GET_CURRENT_PID_TGID -> traced << 32 | traced;
            case GET_CURRENT_UID_GID, RINGBUF_SUBMIT, RINGBUF_DISCARD -> 0;
            case KTIME_GET_NS, KTIME_GET_BOOT_NS -> clock += 1000;
            case GET_STACKID -> 1;
            case GET_CURRENT_TASK_BTF -> task();
            case GET_CURRENT_COMM -> text(registers[1], (int) registers[2], comm);
            case PROBE_READ_USER_STR -> text(registers[1], (int) registers[2], FILE);
            case PROBE_READ_KERNEL -> {
                write(registers[1], new byte[(int) registers[2]]);
                yield 0;
            }
            case RINGBUF_RESERVE -> allocate((int) registers[2]);
            default -> throw new UnsupportedOperationException("helper " + helper);
        };
    }

    /** The current task: its ids and its name lie where the running kernel has them. */
    private long task() {
        if (task == 0) {
            Btf types = new KernelBtf().types();
            task = allocate(types.size(types.find("struct", "task_struct").orElseThrow()));
            store(task + types.field("task_struct", "tgid").orElseThrow().byteOffset(), Integer.BYTES, traced);
            store(task + types.field("task_struct", "pid").orElseThrow().byteOffset(), Integer.BYTES, traced);
            text(task + types.field("task_struct", "comm").orElseThrow().byteOffset(), comm.length() + 1, comm);
        }
        return task;
    }

    private long element(Helper helper, long[] registers) {
        SimulatedMap map = maps.get((int) registers[1]);
        byte[] key = bytes(registers[2], map.spec.keySize());
        if (helper == Helper.MAP_DELETE_ELEM) {
            return map.values.remove(ByteBuffer.wrap(key)) == null ? -2 : 0;
        }
        long value = lookUp(map, key);
        if (helper == Helper.MAP_UPDATE_ELEM) {
            write(value == 0 ? insert(map, key) : value, bytes(registers[3], map.spec.valueSize()));
            return 0;
        }
        return value;
    }

    private long text(long to, int size, String text) {
        byte[] bytes = new byte[Math.min(size, text.length() + 1)];
        System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, bytes, 0, bytes.length - 1);
        write(to, bytes);
        return bytes.length;
    }
}
