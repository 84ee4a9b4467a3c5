package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.btf.BtfType.Composite;
import dev.skep.bpf.btf.BtfType.Enumeration;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The running kernel's types. */
@Tag("kernel")
class VmlinuxBtfTest {
    private static Btf btf;
    private static byte[] bytes;

    @BeforeAll
    static void read() throws IOException {
        Path file = Path.of("/sys/kernel/btf/vmlinux");
        assumeTrue(Files.isReadable(file), "this kernel has no BTF: " + file + " cannot be read");
        bytes = Files.readAllBytes(file);
        btf = Btf.read(bytes);
    }

    private static int id(String keyword, String name) {
        return btf.find(keyword, name).orElseThrow();
    }

    @Test
    void everyTypeDecodes() {
        assertThat(btf.typeCount()).isGreaterThan(10_000);
        for (int id = 0; id < btf.typeCount(); id++) {
            BtfType type = btf.type(id);
            assertThat(type.kind()).isEqualTo(btf.kind(id)).isNotEqualTo(BtfKind.UNKNOWN);
            assertThat(type.name()).isEqualTo(btf.name(id));
            assertThat(btf.size(id)).isNotNegative();
            assertThat(btf.typeName(id)).isNotBlank();
            assertThat(btf.definition(id)).isNotBlank();
        }
    }

    @Test
    void whatIsReadIsWrittenAndReadAgain() {
        BtfBuilder builder = new BtfBuilder();
        for (int id = 1; id < btf.typeCount(); id++) {
            builder.add(btf.type(id));
        }
        Btf again = Btf.read(builder.build());

        assertThat(again.typeCount()).isEqualTo(btf.typeCount());
        for (int id = 0; id < btf.typeCount(); id++) {
            if (!again.type(id).equals(btf.type(id))) {
                assertThat(again.type(id)).isEqualTo(btf.type(id));
            }
        }
    }

    @Test
    void membersFitIntoTheirStructs() {
        for (BtfKind kind : new BtfKind[] {BtfKind.STRUCT, BtfKind.UNION}) {
            for (int id : btf.ids(kind)) {
                Composite composite = (Composite) btf.type(id);
                for (Member member : composite.members()) {
                    int bits = member.bitSize() == 0 ? 8 * btf.size(member.type()) : member.bitSize();
                    assertThat(member.bitOffset() + bits)
                            .as("%s %s.%s", kind, composite.name(), member.name())
                            .isLessThanOrEqualTo(8 * composite.size());
                    assertThat(member.bitSize() != 0 || member.bitOffset() % 8 == 0)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyNamedMemberIsFoundByItsName() {
        int found = 0;
        for (int id : btf.ids(BtfKind.STRUCT)) {
            for (Member member : ((Composite) btf.type(id)).members()) {
                if (!member.name().isEmpty()) {
                    Field field = btf.field(id, member.name()).orElseThrow();
                    assertThat(field).isEqualTo(new Field(member.type(), member.bitOffset(), member.bitSize()));
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void everyNamedTypeIsFoundByItsName() {
        for (BtfKind kind : BtfKind.values()) {
            for (int id : btf.ids(kind)) {
                String name = btf.name(id);
                if (!name.isEmpty()) {
                    assertThat(btf.findAll(kind, name)).contains(id);
                }
            }
        }
    }

    @Test
    void enumValuesFit() {
        for (int id : btf.ids(BtfKind.ENUM)) {
            assertThat(((Enumeration) btf.type(id)).size()).isIn(1, 2, 4, 8);
        }
    }

    @Test
    void knownFacts() {
        int task = id("struct", "task_struct");
        assertThat(btf.kind(btf.resolve(btf.field(task, "pid").orElseThrow().type())))
                .isEqualTo(BtfKind.INT);
        assertThat(btf.typeName(btf.field(task, "tgid").orElseThrow().type())).isEqualTo("pid_t");
        assertThat(btf.typeName(btf.field(task, "comm").orElseThrow().type())).isEqualTo("char[16]");
        Field parent = btf.field("task_struct___flavour", "real_parent").orElseThrow();
        assertThat(btf.typeName(parent.type())).isEqualTo("struct task_struct *");

        Field entity = btf.field(task, "se").orElseThrow();
        Field runtime = btf.field("task_struct", "se.vruntime").orElseThrow();
        Field within = btf.field("sched_entity", "vruntime").orElseThrow();
        assertThat(runtime.byteOffset()).isEqualTo(entity.byteOffset() + within.byteOffset());
        assertThat(btf.typeName(runtime.type())).isEqualTo("u64");

        assertThat(btf.field("iphdr", "saddr").orElseThrow().byteOffset()).isEqualTo(12);
        assertThat(btf.field("iphdr", "version").orElseThrow()).matches(f -> f.bitOffset() == 4 && f.bitSize() == 4);
        assertThat(btf.field("tcphdr", "syn").orElseThrow()).matches(f -> f.bitOffset() == 105 && f.bitSize() == 1);
        assertThat(btf.field("list_head", "prev").orElseThrow().byteOffset()).isEqualTo(8);
        assertThat(btf.field("in6_addr", "in6_u.u6_addr32[3]").orElseThrow().byteOffset())
                .isEqualTo(12);
        assertThat(btf.field("atomic_t", "counter").orElseThrow().byteOffset()).isZero();
        assertThat(btf.enumerator("TCP_ESTABLISHED").orElseThrow().value()).isEqualTo(1);
        assertThat(btf.size(id("struct", "list_head"))).isEqualTo(16);
        assertThat(btf.size(id("typedef", "u64"))).isEqualTo(8);
        assertThat(btf.definition(id("struct", "list_head")))
                .isEqualTo("struct list_head {\n\tstruct list_head *next;\n\tstruct list_head *prev;\n};");
    }

    @Test
    void bitFieldsLieInTheirWords() {
        for (String flag : new String[] {"in_execve", "in_iowait", "sched_reset_on_fork"}) {
            Field field = btf.field("task_struct", flag).orElseThrow();
            assertThat(field.bitSize()).isEqualTo(1);
            assertThat(field.byteOffset()).isEqualTo(field.bitOffset() / 8);
            assertThat(btf.typeName(field.type())).isEqualTo("unsigned int");
        }
    }

    @Test
    void rawTracepointsHaveArguments() {
        var parameters = btf.rawTracepoint("sched_switch").orElseThrow().parameters();
        assertThat(parameters).extracting(Parameter::name).startsWith("preempt", "prev", "next");
        assertThat(btf.typeName(parameters.get(1).type())).isEqualTo("struct task_struct *");
        assertThat(btf.rawTracepoint("sys_enter").orElseThrow().parameters())
                .extracting(p -> btf.typeName(p.type()))
                .containsExactly("struct pt_regs *", "long int");
        assertThat(btf.rawTracepoint("no_such_tracepoint")).isEmpty();
    }

    @Test
    void functionsHaveNamedParameters() {
        int function = btf.find(BtfKind.FUNCTION, "vfs_read").orElseThrow();
        assertThat(btf.definition(function))
                .contains("ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos);");
    }

    @Test
    void aSplitBtfStandsOnTheKernels() {
        BtfBuilder builder = new BtfBuilder(btf);
        int task = id("struct", "task_struct");
        int pointer = builder.add(new BtfType.Pointer(task));
        int struct = builder.add(new BtfType.Struct(
                "skep_module", 16, java.util.List.of(new Member("list", id("struct", "list_head"), 0, 0))));
        Btf split = Btf.readSplit(btf, builder.build());

        assertThat(pointer).isEqualTo(btf.typeCount());
        assertThat(split.typeName(pointer)).isEqualTo("struct task_struct *");
        assertThat(split.field("skep_module", "list.prev").orElseThrow().byteOffset())
                .isEqualTo(8);
        assertThat(split.find("struct", "skep_module")).hasValue(struct);
        assertThat(split.find("struct", "task_struct")).hasValue(task);
    }
}
