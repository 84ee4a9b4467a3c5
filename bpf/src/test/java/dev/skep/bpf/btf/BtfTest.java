package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.btf.BtfType.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding types and what is known about them. */
class BtfTest {
    private final Btf btf = SmallKernel.read();

    private int id(BtfKind kind, String name) {
        return btf.find(kind, name).orElseThrow();
    }

    @Test
    void findsByKindAndName() {
        int task = id(BtfKind.STRUCT, "task_struct");

        assertThat(btf.kind(task)).isEqualTo(BtfKind.STRUCT);
        assertThat(btf.name(task)).isEqualTo("task_struct");
        assertThat(btf.type(task).name()).isEqualTo("task_struct");
        assertThat(btf.find(BtfKind.UNION, "task_struct")).isEmpty();
        assertThat(btf.find(BtfKind.STRUCT, "task_struc")).isEmpty();
        assertThat(btf.find(BtfKind.STRUCT, "task_struct_")).isEmpty();
        assertThat(btf.find(BtfKind.STRUCT, "")).isEmpty();
        assertThat(btf.find(BtfKind.STRUCT, "task_struct\0union")).isEmpty();
        assertThat(btf.find(BtfKind.STRUCT, "täsk")).isEmpty();
    }

    @Test
    void findsAllOfAName() {
        int[] reset = btf.findAll(BtfKind.FUNCTION, "reset");

        assertThat(reset).hasSize(2).isSorted();
        assertThat(btf.find(BtfKind.FUNCTION, "reset")).hasValue(reset[0]);
        assertThat(btf.findAll(BtfKind.FUNCTION, "nothing")).isEmpty();
    }

    @Test
    void everyTypeIsListedUnderItsKindOnce() {
        int listed = 0;
        for (BtfKind kind : BtfKind.values()) {
            int[] ids = btf.ids(kind);
            assertThat(ids).isSorted().doesNotHaveDuplicates();
            for (int id : ids) {
                assertThat(btf.kind(id)).isEqualTo(kind);
            }
            listed += ids.length;
        }
        assertThat(listed).isEqualTo(btf.typeCount() - 1);
    }

    @Test
    void changingAListDoesNotChangeTheBtf() {
        btf.ids(BtfKind.STRUCT)[0] = 0;
        assertThat(btf.ids(BtfKind.STRUCT)[0]).isNotZero();
    }

    @Test
    void findsAsCNamesTypes() {
        assertThat(btf.find("struct", "task_struct")).hasValue(id(BtfKind.STRUCT, "task_struct"));
        assertThat(btf.find("struct", "task_struct___v5")).hasValue(id(BtfKind.STRUCT, "task_struct"));
        assertThat(btf.find("union", "thread_union")).hasValue(id(BtfKind.UNION, "thread_union"));
        assertThat(btf.find("enum", "pid_type")).hasValue(id(BtfKind.ENUM, "pid_type"));
        assertThat(btf.find("enum", "big")).hasValue(id(BtfKind.ENUM64, "big"));
        assertThat(btf.find("typedef", "pid_t")).hasValue(id(BtfKind.TYPEDEF, "pid_t"));
        assertThat(btf.find("struct", "pid_t")).isEmpty();
        assertThatThrownBy(() -> btf.find("class", "pid_t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void voidIsIdZero() {
        assertThat(btf.type(0)).isEqualTo(new BtfType.Void());
        assertThat(btf.name(0)).isEmpty();
        assertThat(btf.kind(0)).isEqualTo(BtfKind.VOID);
        assertThat(btf.size(0)).isZero();
        assertThat(btf.resolve(0)).isZero();
    }

    @Test
    void refusesIdsThatDoNotExist() {
        int count = btf.typeCount();
        assertThatThrownBy(() -> btf.type(count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to " + (count - 1));
        assertThatThrownBy(() -> btf.name(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> btf.size(Integer.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resolvesNames() {
        assertThat(btf.resolve(id(BtfKind.TYPEDEF, "pid_t"))).isEqualTo(id(BtfKind.INT, "int"));
        int task = id(BtfKind.STRUCT, "task_struct");
        assertThat(btf.resolve(task)).isEqualTo(task);
    }

    @Test
    void measures() {
        assertThat(btf.size(id(BtfKind.TYPEDEF, "pid_t"))).isEqualTo(4);
        assertThat(btf.size(id(BtfKind.STRUCT, "task_struct"))).isEqualTo(176);
        assertThat(btf.size(btf.field("sched_entity", "loads").orElseThrow().type()))
                .isEqualTo(48);
        assertThat(btf.size(btf.field("task_struct", "stack").orElseThrow().type()))
                .isZero();
        assertThat(btf.size(
                        btf.field("task_struct", "real_parent").orElseThrow().type()))
                .isEqualTo(8);
        assertThat(btf.size(id(BtfKind.FORWARD, "module"))).isZero();
        assertThat(btf.size(id(BtfKind.FUNCTION, "_printk"))).isZero();
        assertThat(btf.size(id(BtfKind.VARIABLE, "jiffies"))).isEqualTo(8);
        assertThat(btf.size(id(BtfKind.FLOAT, "double"))).isEqualTo(8);
        assertThat(btf.size(id(BtfKind.ENUM64, "big"))).isEqualTo(8);
        assertThat(btf.size(id(BtfKind.DATA_SECTION, ".data..percpu"))).isEqualTo(80);
    }

    @Test
    void functionsHavePrototypes() {
        var printk = btf.function("_printk").orElseThrow();
        assertThat(printk.variadic()).isTrue();
        assertThat(printk.parameters()).extracting(Parameter::name).containsExactly("fmt");
        assertThat(btf.function("nothing")).isEmpty();
    }

    @Test
    void rawTracepointsHaveNamedParameters() {
        var named = btf.rawTracepoint("sched_switch").orElseThrow();
        assertThat(named.parameters()).extracting(Parameter::name).containsExactly("preempt", "prev", "next");
        assertThat(named.parameters())
                .extracting(p -> btf.typeName(p.type()))
                .containsExactly("_Bool", "struct task_struct *", "struct task_struct *");
        assertThat(named.result()).isZero();

        var nameless = btf.rawTracepoint("nameless").orElseThrow();
        assertThat(nameless.parameters()).extracting(Parameter::name).containsExactly("", "", "");
        assertThat(btf.rawTracepoint("nothing")).isEmpty();
    }

    @Test
    void enumeratorsAreFoundByThemselves() {
        assertThat(btf.enumerator("PIDTYPE_PID")).contains(new EnumConstant(id(BtfKind.ENUM, "pid_type"), 0));
        assertThat(btf.enumerator("PIDTYPE_MAX").orElseThrow().value()).isEqualTo(0xffff_ffffL);
        assertThat(btf.enumerator("MINUS_ONE").orElseThrow().value()).isEqualTo(-1);
        assertThat(btf.enumerator("HALF")).contains(new EnumConstant(id(BtfKind.ENUM64, "big"), Long.MIN_VALUE));
        assertThat(btf.enumerator("PIDTYPE")).isEmpty();
    }

    @Test
    void splitBtfGoesOnWhereItsBaseEnds() {
        BtfBuilder builder = new BtfBuilder(btf);
        int task = id(BtfKind.STRUCT, "task_struct");
        int pointer = builder.add(new BtfType.Pointer(task));
        var members = List.of(new BtfType.Member("owner", pointer, 0, 0), new BtfType.Member("embedded", task, 64, 0));
        int own = builder.add(new BtfType.Struct("xfs_mount", 184, members));
        int second = builder.add(new BtfType.Struct("irq_info", 8, List.of(new BtfType.Member("third", own, 0, 0))));
        Btf split = Btf.readSplit(btf, builder.build());

        assertThat(pointer).isEqualTo(btf.typeCount()).isEqualTo(split.firstId());
        assertThat(split.typeCount()).isEqualTo(btf.typeCount() + 3);
        assertThat(split.type(own)).isEqualTo(new BtfType.Struct("xfs_mount", 184, members));
        assertThat(split.type(task)).isEqualTo(btf.type(task));
        assertThat(split.find(BtfKind.STRUCT, "xfs_mount")).hasValue(own);
        assertThat(split.find(BtfKind.STRUCT, "task_struct")).hasValue(task);
        assertThat(split.findAll(BtfKind.STRUCT, "irq_info")).hasSize(3).endsWith(second);
        assertThat(split.ids(BtfKind.POINTER)).endsWith(pointer).hasSize(btf.ids(BtfKind.POINTER).length + 1);
        assertThat(split.field("xfs_mount", "embedded.se.vruntime")
                        .orElseThrow()
                        .byteOffset())
                .isEqualTo(8 + 80);
        assertThat(split.field("irq_info", "third.owner").orElseThrow().byteOffset())
                .isZero();
        assertThat(split.typeName(pointer)).isEqualTo("struct task_struct *");
        assertThat(split.enumerator("HALF")).isPresent();
        assertThat(btf.typeCount()).isEqualTo(split.firstId());
        assertThatThrownBy(() -> btf.type(own)).isInstanceOf(IllegalArgumentException.class);
    }
}
