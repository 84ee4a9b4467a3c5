package dev.skep.lang.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTypeTest {
    @Test
    void whatIsStored() {
        int process = (1 << Type.Stack.PROCESS_BITS) - 1;
        for (int map = 0; map < 511; map += 10) {
            long stored = map + 1L << Type.Stack.MAP_SHIFT | (long) process << Type.Stack.PROCESS_SHIFT | 0xffff_ffffL;
            assertThat(Type.Stack.map(stored)).isEqualTo(map);
            assertThat(Type.Stack.process(stored)).isEqualTo(process);
        }
        assertThat(Type.Stack.map(0)).isEqualTo(-1);
        assertThat(Type.Stack.map(-14)).isEqualTo(-1);
        assertThat(Type.Stack.map(Long.MIN_VALUE)).isEqualTo(-1);
    }

    @Test
    void names() {
        assertThat(new Type.Stack(false, StackMode.BPFTRACE, 127).text()).isEqualTo("kstack_127");
        assertThat(new Type.Stack(true, StackMode.BUILD_ID, 3).text()).isEqualTo("ustack_build_id_3");
        assertThat(StackMode.of("perf")).isEqualTo(StackMode.PERF);
        assertThat(StackMode.of("Perf")).isNull();
    }
}
