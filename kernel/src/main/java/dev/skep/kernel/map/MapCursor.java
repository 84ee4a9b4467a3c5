package dev.skep.kernel.map;

import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks over a map's entries while programs go on changing it:
 *
 * <pre>{@code
 * try (MapCursor cursor = map.entries()) {
 *     while (cursor.next()) {
 *         use(cursor.key(), cursor.value());
 *     }
 * }
 * }</pre>
 *
 * <p>The walk always ends. An entry that is there all the time is seen exactly once; one that comes or goes meanwhile may be
 * seen or not. Where the kernel has no batches for the map's type, entries are read key by key; if entries are removed
 * during such a walk, some may be seen twice and some not at all, and the walk ends after as many entries as the map can hold.
 */
public final class MapCursor implements AutoCloseable {
    private static final int BATCH_ENTRIES = 4096;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long LARGEST_BATCH_BYTES = 64 << 20;
    /** How often a batch may be interrupted by entries that vanish before the walk goes on key by key. */
    private static final int INTERRUPTIONS = 100;

    private final BpfMap map;
    private final boolean delete;
    private final boolean buckets;
    private int capacity;
    private ByteBuffer keys;
    private ByteBuffer values;
    private ByteBuffer token;
    private ByteBuffer nextToken;
    private boolean started;
    private boolean batched = true;
    private boolean last;
    private int interruptions;
    /** Entries in the buffers, the one that is current, and how many were read before. */
    private int count;

    private int at = -1;
    private long seen;

    MapCursor(BpfMap map, boolean delete) {
        this.map = map;
        this.delete = delete;
        // A hash table's batches go by bucket, so that they end by themselves whatever programs do.
        this.buckets = map.type() != MapType.LPM_TRIE && !isArray(map.type());
        long entry = (long) map.keySize() + map.valueBytes();
        this.capacity = Math.clamp(BATCH_BYTES / Math.max(1, entry), 1, Math.min(BATCH_ENTRIES, entries()));
        this.keys = Memory.allocate(capacity * map.keySize());
        this.values = Memory.allocate(Math.multiplyExact(capacity, map.valueBytes()));
        int tokenBytes = Math.max(8, map.keySize());
        this.token = Memory.allocate(tokenBytes);
        this.nextToken = Memory.allocate(tokenBytes);
    }

    /** A cursor that uses no batches, as on a kernel that has none. */
    static MapCursor keyByKey(BpfMap map, boolean delete) {
        MapCursor cursor = new MapCursor(map, delete);
        cursor.batched = false;
        return cursor;
    }

    private static boolean isArray(MapType type) {
        return type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
    }

    private int entries() {
        return Math.max(1, map.maxEntries());
    }

    /** Goes on to the next entry; false after the last. */
    public boolean next() {
        while (true) {
            if (++at < count) {
                return true;
            }
            seen += count;
            count = 0;
            at = -1;
            if (last || (!(batched && buckets) && seen >= entries())) {
                last = true;
                return false;
            }
            if (batched) {
                readBatch();
            } else {
                readOne();
            }
        }
    }

    /** The entry's key, in native order from index 0, valid until the next {@link #next}. */
    public ByteBuffer key() {
        return slice(keys, map.keySize());
    }

    /** The entry's value ({@link BpfMap#valueBytes}), in native order from index 0, valid until the next {@link #next}. */
    public ByteBuffer value() {
        return slice(values, map.valueBytes());
    }

    /** Holds the entry's key at {@link #keyAt}, in native order, valid until the next {@link #next}: a buffer for many keys. */
    public ByteBuffer keys() {
        return keys;
    }

    /** Where the entry's key starts in {@link #keys}. */
    public int keyAt() {
        return at * map.keySize();
    }

    /** Holds the entry's value at {@link #valueAt}, as {@link #keys} the keys. */
    public ByteBuffer values() {
        return values;
    }

    /** Where the entry's value starts in {@link #values}. */
    public int valueAt() {
        return at * map.valueBytes();
    }

    private ByteBuffer slice(ByteBuffer all, int bytes) {
        if (at < 0 || at >= count) {
            throw new IllegalStateException("the cursor is at no entry");
        }
        return all.slice(at * bytes, bytes).order(ByteOrder.nativeOrder());
    }

    /** Gives up the buffers; nothing in the kernel is bound to a cursor. */
    @Override
    public void close() {
        last = true;
        count = 0;
        at = -1;
    }

    private void readBatch() {
        BpfCommand command = delete ? BpfCommand.MAP_LOOKUP_AND_DELETE_BATCH : BpfCommand.MAP_LOOKUP_BATCH;
        Bpf.Batch batch = Bpf.batch(
                command,
                map.fd(),
                started ? Memory.address(token) : 0,
                Memory.address(nextToken),
                Memory.address(keys),
                Memory.address(values),
                capacity,
                0);
        Memory.keep(this);
        switch (-batch.result()) {
            case 0 -> advance(batch.count());
            case Errno.ENOENT -> {
                last = true;
                count = batch.count();
            }
            case Errno.ENOSPC -> grow();
            case Errno.EINTR -> interrupted(batch.count());
            case Errno.ENOTSUPP, Errno.EINVAL -> unsupported(command, batch.result());
            default -> map.settle(batch.result(), 0, "read", command);
        }
    }

    private void advance(int read) {
        ByteBuffer used = token;
        token = nextToken;
        nextToken = used;
        started = true;
        count = read;
    }

    /** A hash bucket holds more entries than the buffers: none was read, and the same bucket is asked for again. */
    private void grow() {
        long entry = (long) map.keySize() + map.valueBytes();
        if (capacity >= entries() || 2 * entry * capacity > LARGEST_BATCH_BYTES) {
            keyByKey();
            return;
        }
        capacity = Math.min(2 * capacity, entries());
        keys = Memory.allocate(capacity * map.keySize());
        values = Memory.allocate(capacity * map.valueBytes());
    }

    private void interrupted(int read) {
        if (++interruptions > INTERRUPTIONS) {
            throw new SyscallException(
                    map.operation("read", BpfCommand.MAP_LOOKUP_BATCH),
                    Errno.EINTR,
                    "entries vanish faster than they can be read");
        }
        if (read > 0) {
            advance(read);
        }
    }

    private void unsupported(BpfCommand command, int result) {
        if (started) {
            map.settle(result, 0, "read", command);
        }
        if (delete && isArray(map.type())) {
            throw new UnsupportedFeatureException(
                    map.operation("drain", command), "an array's entries cannot be removed", "read it, then clear it");
        }
        keyByKey();
    }

    /** Only before the first entry, or where a single bucket is too large: then what was read so far is read again. */
    private void keyByKey() {
        if (started && !delete) {
            throw new SyscallException(
                    map.operation("read", BpfCommand.MAP_LOOKUP_BATCH),
                    Errno.ENOSPC,
                    "too many of the map's keys share a hash bucket");
        }
        batched = false;
        started = false;
    }

    private void readOne() {
        // Draining always takes the first key; walking follows the one before.
        boolean first = delete || !started;
        started = true;
        if (!map.nextKey(first ? null : token, nextToken)) {
            last = true;
            return;
        }
        advance(0);
        for (int i = 0; i < map.keySize(); i++) {
            keys.put(i, token.get(i));
        }
        if (take()) {
            count = 1;
        } else {
            // The key vanished after it was named: it counts as a step, so that the walk ends in any case.
            seen++;
        }
    }

    private boolean take() {
        if (!delete) {
            return map.lookup(keys, values);
        }
        try {
            return map.lookupAndDelete(keys, values);
        } catch (UnsupportedFeatureException e) {
            return map.lookup(keys, values) && map.delete(keys);
        }
    }
}
