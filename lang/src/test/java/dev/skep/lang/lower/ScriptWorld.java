package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.lang.simulation.Environment;
import dev.skep.lang.simulation.Memory;
import dev.skep.lang.target.TracepointFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What scripts act on, as a test wants it: one CPU, a traced process, an event, maps that may be full, a ring buffer. */
public final class ScriptWorld implements Environment {
    private static final long REFERENCE = 0x7e57_0000_0000_0000L;
    private static final long ENOENT = -2;
    private static final long E2BIG = -7;
    private static final long EFAULT = -14;
    private static final long EEXIST = -17;

    private record Table(MapSpec spec, Map<ByteBuffer, Long> elements) {}

    /** The events that were handed over, in order. */
    final List<byte[]> events = new ArrayList<>();
    /** The values of the event's fields: numbers, and strings for those that lie in the event. */
    final Map<String, Object> fields = new HashMap<>();
    /** Ids that the stack maps give, by the map's name. */
    final Map<String, Long> stacks = new HashMap<>();

    public long pid = 4711;
    public long tid = 4712;
    public long uid = 1000;
    public long gid = 100;
    long nsecs = 1_000_000_000;
    public String comm = "worker";
    public boolean ringFull;
    Runnable interrupt = () -> {};

    private final Memory memory = new Memory();
    private final SimulatedTask task = new SimulatedTask(memory);
    /** The address of a string in the traced process, the same in every world. */
    public final long somewhere = string("a string in memory");

    private final List<Table> tables = new ArrayList<>();
    /** The events that are being written. */
    private final List<Long> reserved = new ArrayList<>();

    private long context;

    public ScriptWorld(List<MapSpec> maps) {
        for (MapSpec spec : maps) {
            Map<ByteBuffer, Long> elements = new LinkedHashMap<>();
            tables.add(new Table(spec, elements));
            if (spec.type() == MapType.ARRAY || spec.type() == MapType.PERCPU_ARRAY) {
                for (int i = 0; i < spec.maxEntries(); i++) {
                    elements.put(index(i), memory.allocate(spec.name(), new byte[spec.valueSize()]));
                }
            }
        }
    }

    static ByteBuffer index(int index) {
        return ByteBuffer.wrap(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index)
                .array());
    }

    /** The address of a string in the traced process. */
    long string(String text) {
        return memory.allocate("a string", (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the event that the next program runs on. */
    public void next(byte[] event) {
        context = memory.allocate("event", event);
    }

    /** Makes the event that the next program runs on, of {@link #fields}. */
    void next(TracepointFormat format) {
        int size = 0;
        for (TracepointFormat.Field field : format.fields()) {
            size = Math.max(size, field.offset() + field.size());
        }
        ByteBuffer event = ByteBuffer.allocate(size + 4096).order(ByteOrder.LITTLE_ENDIAN);
        int end = size;
        for (TracepointFormat.Field field : format.fields()) {
            Object value = fields.getOrDefault(field.name(), 0L);
            if (value instanceof String text) {
                byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
                int at = field.offset();
                if (field.storage() == TracepointFormat.Storage.DATA_LOC) {
                    event.putInt(at, bytes.length << 16 | end);
                    at = end;
                    end += bytes.length;
                }
                event.put(at, bytes);
            } else {
                byte[] bytes = ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong((long) value)
                        .array();
                event.put(field.offset(), Arrays.copyOf(bytes, field.size()));
            }
        }
        context = memory.allocate("event", event.array());
    }

    /** The elements of a map: the keys' bytes, and the addresses of the values. */
    Map<ByteBuffer, Long> elements(String map) {
        return table(reference(map)).elements;
    }

    /** What a program left behind must be nothing. */
    void checkAllSent() {
        if (!reserved.isEmpty()) {
            throw new IllegalStateException("an event was neither sent nor given back");
        }
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public long context() {
        return context;
    }

    @Override
    public void interrupt() {
        interrupt.run();
    }

    @Override
    public long reference(String map) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).spec.name().equals(map)) {
                return REFERENCE + i;
            }
        }
        throw new IllegalStateException("no map " + map);
    }

    private Table table(long reference) {
        return tables.get(Math.toIntExact(reference - REFERENCE));
    }

    @Override
    public long arrayValue(String map) {
        return Objects.requireNonNull(elements(map).get(index(0)));
    }

    @Override
    public long call(Helper helper, long... arguments) {
        return switch (helper) {
            case GET_CURRENT_PID_TGID -> pid << 32 | tid;
            case GET_CURRENT_UID_GID -> gid << 32 | uid;
            case KTIME_GET_BOOT_NS, KTIME_GET_NS, KTIME_GET_TAI_NS -> nsecs;
            case GET_SMP_PROCESSOR_ID, GET_NUMA_NODE_ID -> 0;
            case GET_PRANDOM_U32 -> 4;
            case GET_CURRENT_CGROUP_ID -> 7;
            case JIFFIES64 -> 99;
            case GET_CURRENT_COMM -> {
                // Behind the NUL stays what was there.
                memory.write(arguments[0], (comm + "\0").getBytes(StandardCharsets.UTF_8));
                yield 0;
            }
            case GET_CURRENT_TASK, GET_CURRENT_TASK_BTF -> task.at(this);
            case PROBE_READ_USER_STR, PROBE_READ_KERNEL_STR ->
                readString(arguments[0], (int) arguments[1], arguments[2]);
            case PROBE_READ_KERNEL, PROBE_READ_USER -> {
                int size = (int) arguments[1];
                boolean there = memory.contains(arguments[2], size);
                memory.write(arguments[0], there ? memory.read(arguments[2], size) : new byte[size]);
                yield there ? 0 : EFAULT;
            }
            case GET_STACKID -> stacks.getOrDefault(table(arguments[1]).spec.name(), 1L);
            case MAP_LOOKUP_ELEM -> {
                Table table = table(arguments[0]);
                yield table.elements.getOrDefault(key(table, arguments[1]), 0L);
            }
            case MAP_LOOKUP_PERCPU_ELEM -> {
                Table table = table(arguments[0]);
                yield arguments[2] == 0 ? table.elements.getOrDefault(key(table, arguments[1]), 0L) : 0;
            }
            case MAP_UPDATE_ELEM -> update(table(arguments[0]), arguments[1], arguments[2], arguments[3]);
            case MAP_DELETE_ELEM -> {
                Table table = table(arguments[0]);
                yield table.elements.remove(key(table, arguments[1])) == null ? ENOENT : 0;
            }
            case RINGBUF_RESERVE -> {
                if (ringFull) {
                    yield 0;
                }
                reserved.add(memory.allocate("an event to be sent", (int) arguments[1], true));
                yield reserved.getLast();
            }
            case RINGBUF_SUBMIT -> {
                if (!reserved.remove(arguments[0])) {
                    throw new IllegalStateException("no event: " + arguments[0]);
                }
                events.add(memory.garbage(arguments[0]));
                yield 0;
            }
            default -> throw new IllegalStateException("no helper " + helper);
        };
    }

    @Override
    public List<Element> elements(long map) {
        Table table = table(map);
        List<Element> elements = new ArrayList<>();
        table.elements.forEach((key, value) ->
                elements.add(new Element(memory.allocate("key of " + table.spec.name(), bytes(key)), value)));
        return elements;
    }

    private static byte[] bytes(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    private ByteBuffer key(Table table, long address) {
        return ByteBuffer.wrap(memory.read(address, table.spec.keySize()));
    }

    private long update(Table table, long keyAddress, long value, long flags) {
        ByteBuffer key = key(table, keyAddress);
        byte[] content = memory.read(value, table.spec.valueSize());
        if (table.elements.containsKey(key)) {
            if (flags == 1) {
                return EEXIST;
            }
        } else if (table.elements.size() >= table.spec.maxEntries()) {
            return E2BIG;
        }
        table.elements.put(key, memory.allocate(table.spec.name(), content));
        return 0;
    }

    private long readString(long to, int size, long from) {
        if (size == 0) {
            // Nothing is read, so nothing fails.
            return 0;
        }
        if (!memory.contains(from, 1)) {
            memory.write(to, new byte[size]);
            return EFAULT;
        }
        int length = 0;
        while (length < size) {
            long c = memory.load(from + length, 1);
            memory.store(to + length, 1, length == size - 1 ? 0 : c);
            length++;
            if (c == 0) {
                break;
            }
        }
        return length;
    }
}
