package dev.skep.kernel.map;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.Errno;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.KernelFile;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.MemoryLimit;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A BPF map in the kernel, open until it is closed. Programs that use it keep it alive beyond that.
 *
 * <p>Keys and values are bytes in the machine's order: direct {@link ByteBuffer}s, from their position, without
 * moving it, or arrays, which cost a copy. A key has {@link #keySize} bytes, a value {@link #valueBytes}: for per-CPU types
 * one value for each possible CPU, each rounded up to 8 bytes. Types without keys (queue, stack, bloom filter) take empty
 * keys.
 *
 * <p>Safe for use by several threads; only {@link #close} must not race with other calls.
 */
public final class BpfMap implements AutoCloseable {
    private final Fd fd;
    private final String name;
    private final MapType type;
    private final int keySize;
    private final int valueSize;
    private final int maxEntries;
    private final int valueBytes;

    private BpfMap(Fd fd, String name, MapType type, int keySize, int valueSize, int maxEntries) {
        this.fd = fd;
        this.name = name;
        this.type = type;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.maxEntries = maxEntries;
        this.valueBytes =
                type.perCpu() ? Math.multiplyExact(Math.ceilDiv(valueSize, 8) * 8, Cpus.possible()) : valueSize;
    }

    /** Creates a map. */
    public static BpfMap create(MapSpec spec) {
        return create(spec, 0);
    }

    /** Creates a map of maps, whose values are maps like {@code inner}. */
    public static BpfMap create(MapSpec spec, BpfMap inner) {
        return create(spec, inner.fd());
    }

    private static BpfMap create(MapSpec spec, int innerFd) {
        long result = Bpf.mapCreate(spec, innerFd);
        // Before kernel 5.11 map memory counted against RLIMIT_MEMLOCK.
        if (result == -Errno.EPERM && MemoryLimit.raise()) {
            result = Bpf.mapCreate(spec, innerFd);
        }
        if (result < 0) {
            throw createFailure(spec, result);
        }
        BpfMap map = new BpfMap(
                Fd.of(result), spec.name(), spec.type(), spec.keySize(), spec.valueSize(), spec.maxEntries());
        ByteBuffer contents = spec.contents();
        if (contents != null) {
            map.fill(contents);
        }
        return map;
    }

    private void fill(ByteBuffer contents) {
        try {
            byte[] value = new byte[valueSize];
            contents.get(contents.position(), value);
            update(new byte[keySize], value, UpdateMode.ANY);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static RuntimeException createFailure(MapSpec spec, long result) {
        String operation = "create map " + spec.name() + ": bpf(MAP_CREATE)";
        String shape = spec.type() + " with keys of " + spec.keySize() + " and values of " + spec.valueSize()
                + " bytes, " + spec.maxEntries() + " entries";
        return switch ((int) -result) {
            case Errno.EINVAL, Errno.E2BIG ->
                new SyscallException(operation, (int) -result, "this kernel takes no " + shape + limit(spec));
            case Errno.ENOMEM ->
                new SyscallException(operation, (int) -result, shape + " do not fit in memory: ask for fewer entries");
            default -> Failure.of(operation, result, Capability.BPF);
        };
    }

    /** What bounds a map's values, where that is a setting. */
    private static String limit(MapSpec spec) {
        return spec.type() == MapType.STACK_TRACE
                ? ": the setting kernel.perf_event_max_stack limits frames; ask for fewer: kstack(16)"
                : "";
    }

    /** Opens a map that is pinned in a BPF file system. */
    public static BpfMap openPinned(String path) {
        return adopt(Bpf.objectGet(path), "open pinned map " + path + ": bpf(OBJ_GET)");
    }

    /** Opens a map by its id; needs {@code CAP_SYS_ADMIN}. */
    public static BpfMap ofId(int id) {
        return adopt(Bpf.fdById(BpfCommand.MAP_GET_FD_BY_ID, id), "open map with id " + id + ": bpf(MAP_GET_FD_BY_ID)");
    }

    private static BpfMap adopt(long result, String operation) {
        if (result < 0) {
            throw Failure.of(operation, result, Capability.SYS_ADMIN);
        }
        Fd fd = Fd.of(result);
        try {
            MapInfo info = info(fd, operation);
            MapType[] types = MapType.values();
            if (info.type() >= types.length) {
                throw new UnsupportedFeatureException(operation, "map type " + info.type() + " is not known here", "");
            }
            return new BpfMap(fd, info.name(), types[info.type()], info.keySize(), info.valueSize(), info.maxEntries());
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static MapInfo info(Fd fd, String operation) {
        ByteBuffer buffer = Memory.allocate(MapInfo.BYTES);
        long result = Bpf.info(fd.number(), buffer);
        if (result < 0) {
            throw Failure.of(operation + ": bpf(OBJ_GET_INFO_BY_FD)", result);
        }
        return MapInfo.read(buffer);
    }

    /** The name it was created with, or the kernel's 15 bytes of it. */
    public String name() {
        return name;
    }

    public MapType type() {
        return type;
    }

    /** Bytes of a key. */
    public int keySize() {
        return keySize;
    }

    /** Bytes of a value on one CPU. */
    public int valueSize() {
        return valueSize;
    }

    /** Bytes of a value as it is looked up: for per-CPU types the values of all possible CPUs, each rounded up to 8. */
    public int valueBytes() {
        return valueBytes;
    }

    public int maxEntries() {
        return maxEntries;
    }

    /** The file descriptor, valid until this map is closed. */
    public int fd() {
        return fd.number();
    }

    /** What the kernel knows of this map. */
    public MapInfo info() {
        return info(fd, operation("info", BpfCommand.OBJ_GET_INFO_BY_FD));
    }

    /**
     * How much memory of the kernel the map takes now, in bytes, as its file in {@code /proc/self/fdinfo} says ({@code
     * memlock}); for hash tables before kernel 6.4, as they were sized at creation.
     */
    public long memoryBytes() {
        String text = KernelFile.text("/proc/self/fdinfo/" + fd());
        int start = text.indexOf("memlock:");
        int end = text.indexOf('\n', start);
        if (start < 0 || end < 0) {
            throw new UnsupportedFeatureException("memory of map " + name, "the kernel does not tell", "");
        }
        return Long.parseLong(text.substring(start + "memlock:".length(), end).strip());
    }

    /** Reads a value into a buffer; false if the key is not there. */
    public boolean lookup(ByteBuffer key, ByteBuffer value) {
        return element(BpfCommand.MAP_LOOKUP_ELEM, "look up", key, value, 0, Errno.ENOENT);
    }

    /** A value, or null if the key is not there. */
    public byte @Nullable [] lookup(byte[] key) {
        ByteBuffer scratch = scratch(key);
        return lookup(scratch, scratch.slice(valueOffset(), valueBytes)) ? copyValue(scratch) : null;
    }

    /** Reads and removes: for hash types (kernel 5.14), queues and stacks. False if the key is not there. */
    public boolean lookupAndDelete(ByteBuffer key, ByteBuffer value) {
        return element(BpfCommand.MAP_LOOKUP_AND_DELETE_ELEM, "take", key, value, 0, Errno.ENOENT);
    }

    /** The removed value, or null if the key was not there. */
    public byte @Nullable [] lookupAndDelete(byte[] key) {
        ByteBuffer scratch = scratch(key);
        return lookupAndDelete(scratch, scratch.slice(valueOffset(), valueBytes)) ? copyValue(scratch) : null;
    }

    /**
     * Writes a value; for a per-CPU type, those of all possible CPUs.
     *
     * @return false if the mode kept it from writing: the key is there already, or is not there
     * @throws SyscallException {@code E2BIG} if the map is full
     */
    public boolean update(ByteBuffer key, ByteBuffer value, UpdateMode mode) {
        int refused = switch (mode) {
            case ANY -> 0;
            case NO_EXIST -> Errno.EEXIST;
            case EXIST -> Errno.ENOENT;
        };
        return element(BpfCommand.MAP_UPDATE_ELEM, "update", key, value, mode.ordinal(), refused);
    }

    /** As {@link #update(ByteBuffer, ByteBuffer, UpdateMode)}. */
    public boolean update(byte[] key, byte[] value, UpdateMode mode) {
        if (value.length != valueBytes) {
            throw new IllegalArgumentException(
                    "map " + name + ": a value has " + valueBytes + " bytes, not " + value.length);
        }
        ByteBuffer scratch = scratch(key);
        scratch.put(valueOffset(), value);
        return update(scratch, scratch.slice(valueOffset(), valueBytes), mode);
    }

    /** Removes an entry; false if it was not there. Arrays have none to remove. */
    public boolean delete(ByteBuffer key) {
        return element(BpfCommand.MAP_DELETE_ELEM, "delete from", key, null, 0, Errno.ENOENT);
    }

    /** As {@link #delete(ByteBuffer)}. */
    public boolean delete(byte[] key) {
        return delete(scratch(key));
    }

    /**
     * Writes the key that follows {@code key} in the map's own order into {@code next}.
     *
     * @param key null for the first; a key that is not there any more also leads to the first, so use {@link #entries}
     * @return false after the last
     */
    public boolean nextKey(@Nullable ByteBuffer key, ByteBuffer next) {
        check(next, keySize, "key");
        if (key != null) {
            check(key, keySize, "key");
        }
        long result = Bpf.element(
                BpfCommand.MAP_GET_NEXT_KEY, fd(), key == null ? 0 : Memory.address(key), Memory.address(next), 0);
        Memory.keep(key);
        Memory.keep(next);
        return settle(result, Errno.ENOENT, "next key of", BpfCommand.MAP_GET_NEXT_KEY);
    }

    /** All entries, read in batches where the kernel has them (kernel 5.6, per-CPU arrays 5.13). */
    public MapCursor entries() {
        return new MapCursor(this, false);
    }

    /** Takes all entries out, so that each is seen once: for hash types. */
    public MapCursor drain() {
        return new MapCursor(this, true);
    }

    /** Writes {@code count} entries that lie one after the other in the two buffers, as few calls as possible. */
    public void updateAll(ByteBuffer keys, ByteBuffer values, int count, UpdateMode mode) {
        MapBatch.update(this, keys, values, count, mode);
    }

    /** Removes the entries of {@code count} keys that lie one after the other; returns how many were there. */
    public int deleteAll(ByteBuffer keys, int count) {
        return MapBatch.delete(this, keys, count);
    }

    /** Removes all entries; arrays are zeroed. Entries that programs write meanwhile may stay. */
    public void clear() {
        MapBatch.clear(this);
    }

    /** Makes the map read-only for user space, for good (kernel 5.2). */
    public void freeze() {
        settle(Bpf.single(BpfCommand.MAP_FREEZE, fd()), 0, "freeze", BpfCommand.MAP_FREEZE);
    }

    /** Pins the map to a path in a BPF file system, where it stays until the file is removed. */
    public void pin(String path) {
        long result = Bpf.objectPin(fd(), path);
        if (result < 0) {
            throw Failure.of("pin map " + name + " to " + path + ": bpf(OBJ_PIN)", result, Capability.BPF);
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "map " + name;
    }

    /** Checks that a buffer can be handed to the kernel: it reads or writes this many bytes whatever the buffer holds. */
    void check(ByteBuffer buffer, long bytes, String what) {
        if (buffer.remaining() < bytes) {
            throw new IllegalArgumentException(
                    this + ": a " + what + " takes " + bytes + " bytes, the buffer has " + buffer.remaining());
        }
    }

    String operation(String verb, BpfCommand command) {
        return verb + " map " + name + ": " + command.call();
    }

    /** 0 is true, the given error false, all others are thrown. */
    boolean settle(long result, int refused, String verb, BpfCommand command) {
        if (result >= 0) {
            return true;
        }
        if (result == -refused) {
            return false;
        }
        String operation = operation(verb, command);
        if (result == -Errno.E2BIG) {
            throw new SyscallException(operation, Errno.E2BIG, "the map holds " + maxEntries + " entries and is full");
        }
        if (result == -Errno.ENOTSUPP || result == -Errno.EOPNOTSUPP) {
            throw new UnsupportedFeatureException(operation, "a " + type + " map cannot do this on this kernel", "");
        }
        throw Failure.of(operation, result, Capability.BPF);
    }

    private boolean element(
            BpfCommand command, String verb, ByteBuffer key, @Nullable ByteBuffer value, int flags, int refused) {
        check(key, keySize, "key");
        long valueAddress = 0;
        if (value != null) {
            check(value, valueBytes, "value");
            valueAddress = Memory.address(value);
        }
        long keyAddress = keySize == 0 ? 0 : Memory.address(key);
        long result = Bpf.element(command, fd(), keyAddress, valueAddress, flags);
        Memory.keep(key);
        Memory.keep(value);
        return settle(result, refused, verb, command);
    }

    private int valueOffset() {
        return Math.ceilDiv(keySize, 8) * 8;
    }

    private ByteBuffer scratch(byte[] key) {
        if (key.length != keySize) {
            throw new IllegalArgumentException(this + ": a key has " + keySize + " bytes, not " + key.length);
        }
        return Memory.scratch(valueOffset() + valueBytes).put(0, key);
    }

    private byte[] copyValue(ByteBuffer scratch) {
        byte[] value = new byte[valueBytes];
        scratch.get(valueOffset(), value);
        return value;
    }
}
