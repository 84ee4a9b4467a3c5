package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.Fixture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class MapMemoryKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    private static long word(BpfMap map, int offset) {
        ByteBuffer key = ByteBuffer.allocateDirect(4);
        ByteBuffer value = ByteBuffer.allocateDirect(map.valueBytes()).order(ByteOrder.nativeOrder());
        assertThat(map.lookup(key, value)).isTrue();
        return value.getLong(offset);
    }

    @Test
    void whatIsWrittenIsInTheMap() {
        MapSpec spec = new MapSpec("words", MapType.ARRAY, 4, 24, 1, MapSpec.MMAPABLE);
        try (BpfMap map = BpfMap.create(spec);
                MapMemory memory = MapMemory.of(map)) {
            assertThat(memory.exchange(8, 5)).isZero();
            assertThat(word(map, 8)).isEqualTo(5);
            assertThat(memory.exchange(8, 6)).isEqualTo(5);
            memory.or(8, 9);
            assertThat(memory.get(8)).isEqualTo(15);
            memory.and(8, ~2L);
            memory.add(8, -3);
            assertThat(word(map, 8)).isEqualTo(10);
            assertThat(memory.compareAndSet(8, 11, 1)).isFalse();
            assertThat(memory.compareAndSet(8, 10, 1)).isTrue();
            memory.value().putLong(16, 7);
            assertThat(word(map, 16)).isEqualTo(7);
            assertThat(word(map, 0)).isZero();
        }
    }

    @Test
    void onlyTheOneValueOfAnArrayIsMapped() {
        try (BpfMap map = BpfMap.create(new MapSpec("many", MapType.ARRAY, 4, 8, 2, MapSpec.MMAPABLE))) {
            assertThatThrownBy(() -> MapMemory.of(map)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aGracePeriodEnds() {
        try (GracePeriod grace = GracePeriod.open()) {
            grace.await();
            grace.await();
        }
    }
}
