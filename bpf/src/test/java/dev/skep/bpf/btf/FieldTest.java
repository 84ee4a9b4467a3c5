package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Field paths. */
class FieldTest {
    private final Btf btf = SmallKernel.read();

    @ParameterizedTest
    @CsvSource({
        "task_struct, pid, 88, pid_t",
        "task_struct, se, 16, struct sched_entity",
        "task_struct, se.vruntime, 80, long unsigned int",
        "task_struct, se.load.inv, 24, unsigned int",
        "task_struct, se.loads[2], 64, struct load_weight",
        "task_struct, se.loads[2].inv, 72, unsigned int",
        "task_struct, flags, 0, unsigned int",
        "task_struct, __state, 4, unsigned int",
        "task_struct, state, 4, int",
        "task_struct, usage.counter, 8, int",
        "task_struct, comm[15], 127, char",
        "task_struct, stack, 176, long unsigned int[0]",
        "task_struct, stack[1000], 8176, long unsigned int",
        "task_struct, real_parent, 96, struct task_struct *",
        "task_struct___v5_14, pid, 88, pid_t",
        "thread_union, task.se.vruntime, 80, long unsigned int",
        "atomic_t, counter, 0, int",
        "irq_info, first, 0, int",
        "irq_info, second, 0, long unsigned int",
    })
    void findsWholeFields(String type, String path, int offset, String typeName) {
        Field field = btf.field(type, path).orElseThrow();

        assertThat(field.byteOffset()).isEqualTo(offset);
        assertThat(field.bitOffset()).isEqualTo(offset * 8);
        assertThat(field.isBitField()).isFalse();
        assertThat(btf.typeName(field.type())).isEqualTo(typeName);
    }

    @ParameterizedTest
    @CsvSource({
        "task_struct, in_execve, 1024, 1",
        "task_struct, in_iowait, 1025, 1",
        "task_struct, wide, 1029, 13",
        "old, b, 35, 5",
    })
    void findsBitFields(String type, String path, int bitOffset, int bitSize) {
        Field field = btf.field(type, path).orElseThrow();

        assertThat(field.bitOffset()).isEqualTo(bitOffset);
        assertThat(field.bitSize()).isEqualTo(bitSize);
        assertThat(field.isBitField()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "task_struct, nothing",
        "task_struct, se.nothing",
        "task_struct, pi",
        "task_struct, pid_",
        "task_struct, pid.x",
        "task_struct, real_parent.pid",
        "task_struct, real_parent[0]",
        "task_struct, pid[0]",
        "task_struct, comm[16]",
        "task_struct, in_execve.x",
        "task_struct, in_execve[0]",
        "module, name",
        "nothing, pid",
        "pid_t, x",
        "empty, x",
    })
    void saysWhatIsNotThere(String type, String path) {
        assertThat(btf.field(type, path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "[0",
                "[0]a",
                "a[",
                "a[]",
                "a[-1]",
                "a[x]",
                "a]",
                "a[0",
                "a[0]b",
                "a[1234567890]",
                "a.[0]",
                "stack[0]]"
            })
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> btf.field("task_struct", path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field path");
    }

    @Test
    void pathsOfArraysStartWithAnIndex() {
        int loads = btf.field("sched_entity", "loads").orElseThrow().type();
        assertThat(btf.field(loads, "[1].inv").orElseThrow().byteOffset()).isEqualTo(24);
        assertThat(btf.field(loads, "[3]")).isEmpty();
        assertThat(btf.field("task_struct", "[0]")).isEmpty();
    }

    @Test
    void flavoursEndNames() {
        assertThat(Flavour.start("task_struct___old")).isEqualTo(11);
        assertThat(Flavour.start("a___b___c")).isEqualTo(5);
        assertThat(Flavour.start("____fput")).isEqualTo(8);
        assertThat(Flavour.start("a____b")).isEqualTo(6);
        assertThat(Flavour.start("a___")).isEqualTo(4);
        assertThat(Flavour.start("")).isZero();
    }
}
