package dev.skep.kernel.map;

import static dev.skep.kernel.Fixture.bytes;
import static dev.skep.kernel.Fixture.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class MapCursorKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    /** Puts keys 0 to count - 1 in, with values key + 1 on every CPU. */
    private static void fill(BpfMap map, int count) {
        ByteBuffer keys = Memory.allocate(count * map.keySize());
        ByteBuffer values = Memory.allocate(count * map.valueBytes());
        for (int i = 0; i < count; i++) {
            keys.putInt(i * map.keySize(), i);
            for (int at = 0; at < map.valueBytes(); at += 8) {
                values.putLong(i * map.valueBytes() + at, i + 1);
            }
        }
        map.updateAll(keys, values, count, UpdateMode.ANY);
    }

    /** Reads all entries, checks each, and returns the keys. */
    private static BitSet read(MapCursor cursor) {
        BitSet seen = new BitSet();
        while (cursor.next()) {
            int key = cursor.key().getInt(0);
            assertThat(seen.get(key)).as("key %s was seen before", key).isFalse();
            seen.set(key);
            ByteBuffer value = cursor.value();
            for (int at = 0; at < value.limit(); at += 8) {
                assertThat(value.getLong(at)).isEqualTo(key + 1L);
            }
        }
        assertThat(cursor.next()).isFalse();
        assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
        return seen;
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH", "LRU_HASH", "PERCPU_HASH", "LRU_PERCPU_HASH", "ARRAY", "PERCPU_ARRAY"})
    void allEntriesOnceEach(MapType type) {
        boolean array = type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
        for (int count : new int[] {1, 2, 100, 10_000}) {
            // A least-recently-used map may evict before it is quite full.
            int entries = array ? count : 2 * count + 1000;
            try (BpfMap map = BpfMap.create(map("all", type, 4, 8, entries));
                    MapCursor cursor = map.entries()) {
                fill(map, count);
                BitSet seen = read(cursor);
                assertThat(seen.cardinality()).isEqualTo(count);
                assertThat(seen.nextClearBit(0)).isEqualTo(count);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH", "PERCPU_HASH"})
    void drainingTakesEachEntryOutOnce(MapType type) {
        try (BpfMap map = BpfMap.create(map("drain", type, 4, 8, 5000))) {
            fill(map, 5000);
            try (MapCursor cursor = map.drain()) {
                assertThat(read(cursor).cardinality()).isEqualTo(5000);
            }
            try (MapCursor cursor = map.entries()) {
                assertThat(cursor.next()).isFalse();
            }
        }
    }

    @Test
    void triesAreWalkedAndDrainedToo() {
        MapSpec spec = new MapSpec("trie", MapType.LPM_TRIE, 8, 8, 100, MapSpec.NO_PREALLOC);
        try (BpfMap map = BpfMap.create(spec)) {
            for (int i = 0; i < 50; i++) {
                byte[] key = bytes(32L | (long) i << 56);
                map.update(key, bytes((long) i), UpdateMode.ANY);
            }
            assertThat(count(map.entries())).isEqualTo(50);
            assertThat(count(map.drain())).isEqualTo(50);
            assertThat(count(map.entries())).isZero();
        }
    }

    private static int count(MapCursor cursor) {
        int count = 0;
        while (cursor.next()) {
            count++;
        }
        return count;
    }

    @Test
    void entriesLargerThanABatch() {
        try (BpfMap map = BpfMap.create(map("large", MapType.PERCPU_HASH, 4, 32 << 10, 40))) {
            assertThat(map.valueBytes()).isEqualTo((32 << 10) * Cpus.possible());
            fill(map, 40);
            try (MapCursor cursor = map.entries()) {
                assertThat(read(cursor).cardinality()).isEqualTo(40);
            }
        }
    }

    @Test
    void bucketsLargerThanABatch() {
        // A batch starts with room for one of these values; of 16 buckets some hold two or more of 16 keys, all but
        // once in a million runs.
        try (BpfMap map = BpfMap.create(map("huge", MapType.HASH, 4, 1 << 20, 16))) {
            fill(map, 16);
            try (MapCursor cursor = map.entries()) {
                assertThat(read(cursor).cardinality()).isEqualTo(16);
            }
            try (MapCursor cursor = map.drain()) {
                assertThat(read(cursor).cardinality()).isEqualTo(16);
            }
        }
    }

    @Test
    void aWalkEndsThoughEntriesComeAndGo() throws Exception {
        try (BpfMap map = BpfMap.create(map("churn", MapType.HASH, 4, 8, 20_000))) {
            fill(map, 10_000);
            AtomicBoolean stop = new AtomicBoolean();
            Thread churn = Thread.ofPlatform().start(() -> {
                // Keys from 10,000 on come and go; those below stay.
                for (int i = 0; !stop.get(); i++) {
                    byte[] key = bytes(10_000 + i % 9_000);
                    map.update(key, bytes(10_001L + i % 9_000), UpdateMode.ANY);
                    map.delete(bytes(10_000 + (i * 7) % 9_000));
                }
            });
            try {
                for (int round = 0; round < 20; round++) {
                    try (MapCursor cursor = map.entries()) {
                        assertThat(read(cursor).nextClearBit(0)).isGreaterThanOrEqualTo(10_000);
                    }
                }
            } finally {
                stop.set(true);
                churn.join();
            }
        }
    }

    @Test
    void aKeyByKeyWalkEndsThoughEntriesComeAndGo() throws Exception {
        try (BpfMap map = BpfMap.create(map("churn", MapType.HASH, 4, 8, 1_000))) {
            fill(map, 500);
            AtomicBoolean stop = new AtomicBoolean();
            Thread churn = Thread.ofPlatform().start(() -> {
                for (int i = 0; !stop.get(); i++) {
                    map.delete(bytes(i % 500));
                    map.update(bytes(i % 500), bytes(i % 500 + 1L), UpdateMode.ANY);
                }
            });
            try {
                for (int round = 0; round < 50; round++) {
                    MapCursor cursor = MapCursor.keyByKey(map, false);
                    assertThat(count(cursor)).isLessThanOrEqualTo(1_000);
                    assertThat(count(MapCursor.keyByKey(map, true))).isLessThanOrEqualTo(1_000);
                }
            } finally {
                stop.set(true);
                churn.join();
            }
        }
    }

    @Test
    void keyByKeySeesWhatBatchesSee() {
        for (MapType type : new MapType[] {MapType.HASH, MapType.ARRAY, MapType.PERCPU_HASH}) {
            try (BpfMap map = BpfMap.create(map("keys", type, 4, 8, 300))) {
                fill(map, 300);
                assertThat(read(MapCursor.keyByKey(map, false)).cardinality()).isEqualTo(300);
                if (type != MapType.ARRAY) {
                    assertThat(read(MapCursor.keyByKey(map, true)).cardinality())
                            .isEqualTo(300);
                    assertThat(count(map.entries())).isZero();
                }
            }
        }
    }

    @Test
    void batchesOfUpdatesAndDeletes() {
        try (BpfMap map = BpfMap.create(map("batch", MapType.HASH, 4, 8, 1000))) {
            fill(map, 1000);
            ByteBuffer keys = Memory.allocate(4 * 5);
            int[] wanted = {3, 2000, 5, 2001, 7};
            for (int i = 0; i < wanted.length; i++) {
                keys.putInt(4 * i, wanted[i]);
            }
            assertThat(map.deleteAll(keys, 5)).isEqualTo(3);
            assertThat(map.deleteAll(keys, 5)).isZero();
            assertThat(count(map.entries())).isEqualTo(997);
            map.clear();
            assertThat(count(map.entries())).isZero();
        }
    }

    @Test
    void aHundredThousandEntriesAreReadAtOnce() {
        try (BpfMap map = BpfMap.create(map("many", MapType.HASH, 8, 8, 100_000))) {
            fill(map, 100_000);
            try (MapCursor cursor = map.entries()) {
                assertThat(count(cursor)).isEqualTo(100_000);
            }
        }
    }
}
