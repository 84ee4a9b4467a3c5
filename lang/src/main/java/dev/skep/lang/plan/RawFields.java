package dev.skep.lang.plan;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.check.FieldExpression;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of tracepoints come from: the table. It is text, by category:
 *
 * <pre>
 * sched_wakeup, sched_waking(struct task_struct *p, int more)
 *   pid = args.p->pid
 *   target_cpu = args.p->thread_info.cpu
 *   target_cpu = args.p->cpu
 * </pre>
 *
 * A line at the margin names tracepoints and the arguments of their raw tracepoints. It holds for a kernel whose own have
 * these types in this order; a kernel may have fewer at the end. Below stand the rows: a field, and an expression of the
 * language that gives the same value. Of several for one field the first counts that has a meaning with the kernel's types.
 * So these decide which rows a kernel has, never its release. A field has no row if no expression gives exactly its value,
 * or if kernels whose types are the same make it differently.
 *
 * <p>Source: {@code TP_PROTO} and {@code TP_fast_assign} in {@code include/trace/events/CATEGORY.h} of Linux.
 */
public final class RawFields {
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

    private RawFields() {}

    /** A field that has a row, for some kernel. */
    public record Row(AttachSpec.Tracepoint tracepoint, String field) {}

    /** All rows: by category and tracepoint, each field once. */
    public static Set<Row> all() {
        Set<Row> all = new LinkedHashSet<>();
        for (String category : CATEGORIES) {
            String text = category(category);
            for (int at = 0; at < text.length(); ) {
                int rows = end(text, at) + 1;
                int next = behind(text, rows);
                for (String name : text.substring(at, text.indexOf('(', at)).split(", ", -1)) {
                    for (String field : fields(text.substring(rows, next))) {
                        all.add(new Row(new AttachSpec.Tracepoint(category, name), field));
                    }
                }
                at = next;
            }
        }
        return all;
    }

    private static List<String> fields(String rows) {
        List<String> fields = new ArrayList<>();
        for (int at = 0; at < rows.length(); at = end(rows, at) + 1) {
            fields.add(rows.substring(at + 2, rows.indexOf(" = ", at)));
        }
        return fields;
    }

    /**
     * The rows of a tracepoint.
     *
     * @param context what its raw tracepoint's program finds in its context, named as the expressions name it
     * @param text the lines of the rows
     */
    record Rows(TracepointFormat context, String text) {
        /** The expressions of a field, in order. */
        List<String> expressions(String field) {
            List<String> expressions = new ArrayList<>();
            String start = "  " + field + " = ";
            for (int at = 0; at < text.length(); at = end(text, at) + 1) {
                if (text.startsWith(start, at)) {
                    expressions.add(text.substring(at + start.length(), end(text, at)));
                }
            }
            return expressions;
        }
    }

    /**
     * Finds the rows of a tracepoint.
     *
     * @param context what its raw tracepoint's program finds in its context
     * @return null if the table has none for arguments of these types
     */
    static @Nullable Rows find(AttachSpec.Tracepoint tracepoint, TracepointFormat context) {
        String text = category(tracepoint.category());
        for (int at = 0; at < text.length(); ) {
            int rows = end(text, at) + 1;
            int next = behind(text, rows);
            int open = text.indexOf('(', at);
            if (names(text, at, open, tracepoint.name())) {
                TracepointFormat named = named(text.substring(open + 1, rows - 2), context);
                if (named != null) {
                    return new Rows(named, text.substring(rows, next));
                }
            }
            at = next;
        }
        return null;
    }

    /** The lines of a category; empty if it has none. */
    static String category(String name) {
        return switch (name) {
            case "block" -> BlockRows.BLOCK;
            case "exceptions" -> MemoryRows.EXCEPTIONS;
            case "irq" -> TimerRows.IRQ;
            case "kmem" -> MemoryRows.KMEM;
            case "napi" -> NetworkRows.NAPI;
            case "net" -> NetworkRows.NET;
            case "raw_syscalls" -> SystemCallRows.RAW_SYSCALLS;
            case "sched" -> SchedulerRows.SCHED;
            case "signal" -> SchedulerRows.SIGNAL;
            case "skb" -> NetworkRows.SKB;
            case "sock" -> NetworkRows.SOCK;
            case "task" -> SchedulerRows.TASK;
            case "tcp" -> NetworkRows.TCP;
            case "timer" -> TimerRows.TIMER;
            case "workqueue" -> TimerRows.WORKQUEUE;
            default -> "";
        };
    }

    private static int end(String text, int at) {
        return text.indexOf('\n', at);
    }

    /** The start of the next line at the margin. */
    private static int behind(String text, int at) {
        int line = at;
        while (line < text.length() && text.charAt(line) == ' ') {
            line = end(text, line) + 1;
        }
        return line;
    }

    /** Whether a name is in a list: {@code a, b, c}. */
    private static boolean names(String text, int from, int to, String name) {
        int at = from;
        while (at < to) {
            int comma = text.indexOf(", ", at);
            int end = comma < 0 || comma > to ? to : comma;
            if (end - at == name.length() && text.startsWith(name, at)) {
                return true;
            }
            at = end + 2;
        }
        return false;
    }

    /** The arguments with the names of a declaration, or null if it is one of other types. */
    private static @Nullable TracepointFormat named(String declaration, TracepointFormat context) {
        String[] parameters = declaration.split(", ", -1);
        if (context.fields().size() > parameters.length) {
            return null;
        }
        List<TracepointFormat.Field> fields = new ArrayList<>(context.fields().size());
        for (TracepointFormat.Field field : context.fields()) {
            String parameter = parameters[fields.size()];
            int name = Math.max(parameter.lastIndexOf(' '), parameter.lastIndexOf('*')) + 1;
            if (!FieldExpression.isSameType(parameter.substring(0, name), field.type())) {
                return null;
            }
            fields.add(new TracepointFormat.Field(
                    parameter.substring(name),
                    field.type(),
                    field.offset(),
                    field.size(),
                    field.signed(),
                    field.storage(),
                    field.elements()));
        }
        return new TracepointFormat(fields);
    }
}
