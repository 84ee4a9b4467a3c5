package dev.skep.kernel.map;

import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;

/** Writes and removes many entries at once, one by one where the kernel has no batches for the map's type. */
final class MapBatch {
    private static final int ZEROES = 1 << 16;

    private MapBatch() {}

    static void update(BpfMap map, ByteBuffer keys, ByteBuffer values, int count, UpdateMode mode) {
        map.check(keys, (long) count * map.keySize(), "batch of keys");
        map.check(values, (long) count * map.valueBytes(), "batch of values");
        if (count == 0) {
            return;
        }
        BpfCommand command = BpfCommand.MAP_UPDATE_BATCH;
        long keyAddress = Memory.address(keys);
        long valueAddress = Memory.address(values);
        Bpf.Batch batch = Bpf.batch(command, map.fd(), 0, 0, keyAddress, valueAddress, count, mode.ordinal());
        long result = batch.result();
        if (result == -Errno.ENOTSUPP) {
            command = BpfCommand.MAP_UPDATE_ELEM;
            result = 0;
            for (int i = 0; i < count && result >= 0; i++) {
                result = Bpf.element(
                        command,
                        map.fd(),
                        keyAddress + (long) i * map.keySize(),
                        valueAddress + (long) i * map.valueBytes(),
                        mode.ordinal());
            }
        }
        Memory.keep(keys);
        Memory.keep(values);
        map.settle(result, 0, "update", command);
    }

    static int delete(BpfMap map, ByteBuffer keys, int count) {
        map.check(keys, (long) count * map.keySize(), "batch of keys");
        long address = Memory.address(keys);
        int deleted = 0;
        int at = 0;
        while (at < count) {
            Bpf.Batch batch = Bpf.batch(
                    BpfCommand.MAP_DELETE_BATCH, map.fd(), 0, 0, address + (long) at * map.keySize(), 0, count - at, 0);
            deleted += batch.count();
            at += batch.count();
            if (batch.result() == -Errno.ENOENT) {
                // This key is not there; go on behind it.
                at++;
            } else if (batch.result() == -Errno.ENOTSUPP) {
                deleted += deleteEach(map, address, count);
                at = count;
            } else {
                map.settle(batch.result(), 0, "delete from", BpfCommand.MAP_DELETE_BATCH);
            }
        }
        Memory.keep(keys);
        return deleted;
    }

    private static int deleteEach(BpfMap map, long address, int count) {
        int deleted = 0;
        for (int i = 0; i < count; i++) {
            long key = address + (long) i * map.keySize();
            long result = Bpf.element(BpfCommand.MAP_DELETE_ELEM, map.fd(), key, 0, 0);
            if (map.settle(result, Errno.ENOENT, "delete from", BpfCommand.MAP_DELETE_ELEM)) {
                deleted++;
            }
        }
        return deleted;
    }

    static void clear(BpfMap map) {
        if (map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY) {
            zero(map);
            return;
        }
        try (MapCursor cursor = map.drain()) {
            boolean more = true;
            while (more) {
                more = cursor.next();
            }
        }
    }

    private static void zero(BpfMap map) {
        int step = Math.clamp(ZEROES / Math.max(1, map.valueBytes()), 1, map.maxEntries());
        ByteBuffer keys = Memory.allocate(4 * step);
        ByteBuffer values = Memory.allocate(Math.multiplyExact(step, map.valueBytes()));
        for (int from = 0; from < map.maxEntries(); from += step) {
            int count = Math.min(step, map.maxEntries() - from);
            for (int i = 0; i < count; i++) {
                keys.putInt(4 * i, from + i);
            }
            update(map, keys, values, count, UpdateMode.ANY);
        }
    }
}
