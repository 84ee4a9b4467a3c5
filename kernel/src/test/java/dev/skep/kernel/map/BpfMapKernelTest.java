package dev.skep.kernel.map;

import static dev.skep.kernel.Fixture.bytes;
import static dev.skep.kernel.Fixture.map;
import static dev.skep.kernel.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.PermissionException;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Mount;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class BpfMapKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"HASH", "LRU_HASH", "PERCPU_HASH", "LRU_PERCPU_HASH"})
    void hashesHoldWhatIsPutIntoThem(MapType type) {
        try (BpfMap map = BpfMap.create(map("hash", type, 8, 8, 16))) {
            byte[] value = value(map, 7);
            assertThat(map.lookup(bytes(1L))).isNull();
            assertThat(map.update(bytes(1L), value, UpdateMode.EXIST)).isFalse();
            assertThat(map.update(bytes(1L), value, UpdateMode.NO_EXIST)).isTrue();
            assertThat(map.update(bytes(1L), value(map, 8), UpdateMode.NO_EXIST))
                    .isFalse();
            assertThat(map.lookup(bytes(1L))).isEqualTo(value);
            assertThat(map.update(bytes(1L), value(map, 9), UpdateMode.EXIST)).isTrue();
            assertThat(map.update(bytes(2L), value(map, 2), UpdateMode.ANY)).isTrue();
            assertThat(map.lookup(bytes(1L))).isEqualTo(value(map, 9));
            assertThat(map.delete(bytes(1L))).isTrue();
            assertThat(map.delete(bytes(1L))).isFalse();
            assertThat(map.lookup(bytes(1L))).isNull();
            assertThat(map.lookupAndDelete(bytes(2L))).isEqualTo(value(map, 2));
            assertThat(map.lookupAndDelete(bytes(2L))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "PERCPU_ARRAY"})
    void arraysAreZeroAtFirstAndAfterClearing(MapType type) {
        try (BpfMap map = BpfMap.create(map("array", type, 4, 8, 3))) {
            assertThat(map.lookup(bytes(2))).isEqualTo(value(map, 0));
            assertThat(map.lookup(bytes(3))).isNull();
            map.update(bytes(2), value(map, 5), UpdateMode.ANY);
            map.update(bytes(0), value(map, 6), UpdateMode.ANY);
            assertThat(map.lookup(bytes(2))).isEqualTo(value(map, 5));
            map.clear();
            for (int i = 0; i < 3; i++) {
                assertThat(map.lookup(bytes(i))).isEqualTo(value(map, 0));
            }
        }
    }

    @Test
    void perCpuValuesAreOnePerPossibleCpuRoundedUpToEightBytes() {
        try (BpfMap map = BpfMap.create(map("percpu", MapType.PERCPU_ARRAY, 4, 12, 1))) {
            assertThat(map.valueBytes()).isEqualTo(16 * Cpus.possible());
            ByteBuffer value = Memory.allocate(map.valueBytes());
            for (int cpu = 0; cpu < Cpus.possible(); cpu++) {
                value.putLong(16 * cpu, 100 + cpu).putInt(16 * cpu + 8, 200 + cpu);
            }
            ByteBuffer key = Memory.allocate(4);
            map.update(key, value, UpdateMode.ANY);
            ByteBuffer read = Memory.allocate(map.valueBytes());
            assertThat(map.lookup(key, read)).isTrue();
            assertThat(read).isEqualTo(value);
        }
    }

    @Test
    void buffersAreUsedFromTheirPosition() {
        try (BpfMap map = BpfMap.create(map("position", MapType.HASH, 4, 4, 4))) {
            ByteBuffer keys = Memory.allocate(12).putInt(8, 77);
            ByteBuffer values = Memory.allocate(8).putInt(4, 78);
            map.update(keys.position(8), values.position(4), UpdateMode.ANY);
            assertThat(keys.position()).isEqualTo(8);
            assertThat(number(map.lookup(bytes(77)))).isEqualTo(78);
        }
    }

    @Test
    void buffersThatTheKernelWouldOverrunAreRefused() {
        try (BpfMap map = BpfMap.create(map("short", MapType.PERCPU_HASH, 8, 4, 4))) {
            ByteBuffer key = Memory.allocate(8);
            assertThatThrownBy(() -> map.lookup(key, Memory.allocate(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("map short: a value takes " + 8 * Cpus.possible());
            assertThatThrownBy(() -> map.lookup(Memory.allocate(4), Memory.allocate(1024)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> map.update(new byte[8], new byte[4], UpdateMode.ANY))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> map.lookup(ByteBuffer.allocate(8), Memory.allocate(1024)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("direct");
        }
    }

    @Test
    void aFullMapSaysSo() {
        try (BpfMap map = BpfMap.create(map("full", MapType.HASH, 8, 8, 2))) {
            map.update(bytes(1L), bytes(1L), UpdateMode.ANY);
            map.update(bytes(2L), bytes(1L), UpdateMode.ANY);
            assertThatThrownBy(() -> map.update(bytes(3L), bytes(1L), UpdateMode.ANY))
                    .isInstanceOfSatisfying(
                            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG))
                    .hasMessage("update map full: bpf(MAP_UPDATE_ELEM): argument list too long (E2BIG); "
                            + "the map holds 2 entries and is full");
        }
    }

    @Test
    void queuesAndStacksHaveNoKeys() {
        try (BpfMap queue = BpfMap.create(map("queue", MapType.QUEUE, 0, 8, 4));
                BpfMap stack = BpfMap.create(map("stack", MapType.STACK, 0, 8, 4))) {
            for (long i = 1; i <= 3; i++) {
                queue.update(new byte[0], bytes(i), UpdateMode.ANY);
                stack.update(new byte[0], bytes(i), UpdateMode.ANY);
            }
            assertThat(queue.lookup(new byte[0])).isEqualTo(bytes(1L));
            assertThat(queue.lookupAndDelete(new byte[0])).isEqualTo(bytes(1L));
            assertThat(stack.lookupAndDelete(new byte[0])).isEqualTo(bytes(3L));
        }
    }

    @Test
    void anArraysEntriesCannotBeTakenOut() {
        try (BpfMap map = BpfMap.create(map("array", MapType.ARRAY, 4, 8, 2));
                MapCursor cursor = map.drain()) {
            assertThatThrownBy(cursor::next)
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("read it, then clear it");
            assertThatThrownBy(() -> map.lookupAndDelete(bytes(0))).isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void aFrozenMapIsReadOnly() {
        try (BpfMap map = BpfMap.create(map("frozen", MapType.ARRAY, 4, 8, 1))) {
            map.update(bytes(0), bytes(3L), UpdateMode.ANY);
            map.freeze();
            assertThat(map.lookup(bytes(0))).isEqualTo(bytes(3L));
            assertThatThrownBy(() -> map.update(bytes(0), bytes(4L), UpdateMode.ANY))
                    .isInstanceOf(PermissionException.class);
        }
    }

    @Test
    void infoTellsWhatWasCreated() {
        MapSpec spec = new MapSpec("a name, longer than fifteen", MapType.HASH, 8, 24, 100, MapSpec.NO_PREALLOC);
        try (BpfMap map = BpfMap.create(spec)) {
            MapInfo info = map.info();
            assertThat(info.name()).isEqualTo("a_name__longer_");
            assertThat(info.type()).isEqualTo(MapType.HASH.id());
            assertThat(info.keySize()).isEqualTo(8);
            assertThat(info.valueSize()).isEqualTo(24);
            assertThat(info.maxEntries()).isEqualTo(100);
            assertThat(info.flags()).isEqualTo(MapSpec.NO_PREALLOC);
            try (BpfMap same = BpfMap.ofId(info.id())) {
                same.update(bytes(5L), new byte[24], UpdateMode.ANY);
                assertThat(map.lookup(bytes(5L))).isEqualTo(new byte[24]);
                assertThat(same.info()).isEqualTo(info);
            }
        }
    }

    @Test
    void memoryGrowsWithTheMap() {
        try (BpfMap small = BpfMap.create(map("small", MapType.ARRAY, 4, 8, 1));
                BpfMap large = BpfMap.create(map("large", MapType.ARRAY, 4, 8, 100_000))) {
            assertThat(small.memoryBytes()).isPositive();
            assertThat(large.memoryBytes()).isGreaterThanOrEqualTo(800_000);
        }
    }

    @Test
    void pinnedMapsAreFoundAgain() {
        long mount = Mount.open("bpf");
        assumeTrue(mount >= 0, "a BPF file system cannot be mounted: errno " + -mount);
        try (Fd fileSystem = Fd.of(mount);
                BpfMap map = BpfMap.create(map("pinned", MapType.ARRAY, 4, 8, 1))) {
            // Mounted for this test alone: nobody else sees the pin.
            String pin = "/proc/self/fd/" + fileSystem.number() + "/map";
            map.update(bytes(0), bytes(12L), UpdateMode.ANY);
            map.pin(pin);
            try (BpfMap again = BpfMap.openPinned(pin)) {
                assertThat(again.lookup(bytes(0))).isEqualTo(bytes(12L));
                assertThat(again.type()).isEqualTo(MapType.ARRAY);
            }
            assertThatThrownBy(() -> map.pin(pin))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageContaining("file exists (EEXIST)");
        }
    }

    @Test
    void mapsOfMapsNameTheInnerOnes() {
        try (BpfMap inner = BpfMap.create(map("inner", MapType.ARRAY, 4, 4, 1));
                BpfMap outer = BpfMap.create(map("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2), inner)) {
            outer.update(bytes(1), bytes(inner.fd()), UpdateMode.ANY);
            assertThat(number(outer.lookup(bytes(1)))).isEqualTo(inner.info().id());
        }
    }

    @Test
    void impossibleMapsAreRefusedWithTheirShape() {
        assertThatThrownBy(() -> BpfMap.create(map("odd", MapType.ARRAY, 3, 8, 1)))
                .isInstanceOf(SyscallException.class)
                .hasMessage("create map odd: bpf(MAP_CREATE): invalid argument (EINVAL); "
                        + "this kernel takes no ARRAY with keys of 3 and values of 8 bytes, 1 entries");
        assertThatThrownBy(() -> BpfMap.ofId(Integer.MAX_VALUE)).isInstanceOf(SyscallException.class);
        assertThatThrownBy(() -> BpfMap.openPinned("/nowhere/at/all")).isInstanceOf(SyscallException.class);
    }

    /** No setting lets a stack have a million frames. */
    @Test
    void stacksThatAreTooDeep() {
        assertThatThrownBy(() -> BpfMap.create(map("deep", MapType.STACK_TRACE, 4, 8 << 20, 1)))
                .isInstanceOf(SyscallException.class)
                .hasMessageContaining("kernel.perf_event_max_stack limits frames");
    }

    @Test
    void closingTwiceIsHarmlessAndUsingAfterwardsIsRefused() {
        BpfMap map = BpfMap.create(map("closed", MapType.HASH, 8, 8, 1));
        map.close();
        map.close();
        assertThatThrownBy(map::fd).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> map.lookup(bytes(1L))).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] value(BpfMap map, long base) {
        ByteBuffer value = Memory.allocate(map.valueBytes());
        for (int i = 0; i < map.valueBytes(); i += 8) {
            value.putLong(i, base == 0 ? 0 : base + i);
        }
        byte[] bytes = new byte[map.valueBytes()];
        value.get(0, bytes);
        return bytes;
    }
}
