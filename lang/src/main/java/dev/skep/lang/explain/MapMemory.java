package dev.skep.lang.explain;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;

/**
 * How much memory the kernel takes for a map, all at once when the map is made. Source: the {@code map_mem_usage} functions
 * of {@code kernel/bpf/hashtab.c}, {@code arraymap.c}, {@code stackmap.c} and {@code ringbuf.c}, of kernel 6.18, without
 * the few hundred bytes of the map itself.
 */
final class MapMemory {
    private static final int HASH_ELEMENT = 48;
    private static final int HASH_BUCKET = 16;
    private static final int POINTER = 8;
    private static final int STACK_BUCKET = 16;
    private static final int RING_META_PAGES = 3;
    private static final int PAGE = 4096;

    private MapMemory() {}

    /** Bytes of a map on a machine of so many possible CPUs. */
    static long of(MapSpec map, int cpus) {
        long entries = map.maxEntries();
        long key = aligned(map.keySize());
        long value = aligned(map.valueSize());
        return switch (map.type()) {
            case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH -> hash(map, entries, key, value, cpus);
            case PERCPU_ARRAY -> entries * (POINTER + value * cpus);
            case STACK_TRACE -> powerOfTwo(entries) * POINTER + entries * (STACK_BUCKET + map.valueSize());
            case RINGBUF -> {
                long pages = entries / PAGE;
                yield (RING_META_PAGES + pages) * PAGE + (RING_META_PAGES + 2 * pages) * POINTER;
            }
            default -> entries * (key + value);
            case ARRAY -> entries * value;
        };
    }

    private static long hash(MapSpec map, long entries, long key, long value, int cpus) {
        boolean perCpu = map.type().perCpu();
        boolean spare = !perCpu && map.type() == MapType.HASH;
        long element = HASH_ELEMENT + key + (perCpu ? POINTER + value * cpus : value);
        // Elements that are made as they are needed are counted as if all were.
        return powerOfTwo(entries) * HASH_BUCKET + element * (entries + (spare ? cpus : 0));
    }

    private static long aligned(long bytes) {
        return (bytes + 7) / 8 * 8;
    }

    private static long powerOfTwo(long number) {
        return number <= 1 ? 1 : Long.highestOneBit(number - 1) << 1;
    }
}
