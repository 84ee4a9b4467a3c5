package dev.skep.lang.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawFieldsTest {
    private static final List<String> CATEGORIES = List.of(
            "block",
            "exceptions",
            "irq",
            "kmem",
            "napi",
            "net",
            "raw_syscalls",
            "sched",
            "signal",
            "skb",
            "sock",
            "task",
            "tcp",
            "timer",
            "workqueue");

    /** Arguments of these types, named as where BTF names none. */
    private static TracepointFormat arguments(String... types) {
        List<TracepointFormat.Field> fields = new ArrayList<>();
        for (String type : types) {
            int at = fields.size();
            fields.add(new TracepointFormat.Field("arg" + at, type, 8 * at, 8, false, Storage.VALUE));
        }
        return new TracepointFormat(fields);
    }

    private static RawFields.Rows found(String category, String name, String... types) {
        return Objects.requireNonNull(find(category, name, types));
    }

    private static RawFields.@Nullable Rows find(String category, String name, String... types) {
        return RawFields.find(new AttachSpec.Tracepoint(category, name), arguments(types));
    }

    @Test
    void argumentsAreNamedAsTheTableNamesThem() {
        RawFields.Rows rows =
                found("sched", "sched_switch", "bool", "struct task_struct *", "struct task_struct *", "unsigned int");
        assertThat(rows.context().fields())
                .extracting(TracepointFormat.Field::name)
                .containsExactly("preempt", "prev", "next", "prev_state");
        assertThat(rows.expressions("next_pid")).containsExactly("args.next->pid");
        assertThat(rows.expressions("prev_state")).isEmpty();
    }

    @Test
    void aKernelMayHaveFewerArgumentsAtTheEnd() {
        RawFields.Rows rows = found("sched", "sched_switch", "bool", "struct task_struct *", "struct task_struct *");
        assertThat(rows.expressions("prev_comm")).containsExactly("args.prev->comm");
        assertThat(find("sched", "sched_switch", "bool", "struct task_struct *", "struct task_struct *", "int"))
                .as("of another type")
                .isNull();
        assertThat(find("sched", "sched_wakeup", "struct task_struct *", "int"))
                .as("more than are known")
                .isNull();
        assertThat(find("sched", "sched_wakeup", "struct rq *")).isNull();
    }

    @Test
    void qualifiersAndSpellingOfTypesDoNotCount() {
        assertThat(find("kmem", "kfree", "long unsigned int", "const void *")).isNotNull();
        assertThat(find("kmem", "kfree", "unsigned long", "void *")).isNotNull();
        assertThat(find("kmem", "kfree", "u64", "void *")).isNotNull();
        assertThat(find("kmem", "kfree", "long", "void *")).isNull();
        assertThat(find("timer", "itimer_state", "int", "const struct itimerspec64 * const", "long long unsigned int"))
                .isNotNull();
    }

    @Test
    void ofSeveralDeclarationsTheOneWithTheKernelsTypesCounts() {
        assertThat(found("timer", "timer_start", "struct timer_list *", "long unsigned int")
                        .expressions("bucket_expiry"))
                .isNotEmpty();
        assertThat(found("timer", "timer_start", "struct timer_list *", "long unsigned int", "unsigned int")
                        .expressions("flags"))
                .containsExactly("args.flags");
    }

    @Test
    void whatHasNoRowsIsNotFound() {
        assertThat(find("sched", "sched_waki", "struct task_struct *")).isNull();
        assertThat(find("sched", "wakeup", "struct task_struct *")).isNull();
        assertThat(find("nosuch", "sched_wakeup", "struct task_struct *")).isNull();
    }

    @Test
    void thereAreManyTracepoints() {
        Set<String> tracepoints = new TreeSet<>();
        Set<String> categories = new TreeSet<>();
        RawFields.all().forEach(row -> {
            tracepoints.add(row.tracepoint().name());
            categories.add(row.tracepoint().category());
        });
        assertThat(tracepoints).hasSizeGreaterThan(60);
        assertThat(categories).containsExactlyElementsOf(CATEGORIES);
    }

    @Test
    void everyLineIsOfTheTable() {
        for (String category : CATEGORIES) {
            for (String line : RawFields.category(category).split("\n")) {
                if (line.startsWith(" ")) {
                    assertThat(line).matches(" {2}\\w+ = \\S.*\\S|  \\w+ = \"\"");
                    Diagnostics diagnostics = new Diagnostics();
                    String expression = line.substring(line.indexOf(" = ") + 3);
                    Parser.parse(new Source("row", "begin { _ = (" + expression + "); }"), diagnostics);
                    assertThat(diagnostics.hasErrors()).as(line).isFalse();
                } else {
                    assertThat(line).matches("\\w+(, \\w+)*\\([\\w *]+[ *]\\w+(, [\\w *]+[ *]\\w+)*\\)");
                }
            }
        }
    }
}
