package dev.skep.lang.plan;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.arch.CompatTest;
import dev.skep.bpf.arch.Syscalls;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.check.Body;
import dev.skep.lang.check.FieldExpression;
import dev.skep.lang.check.Setting;
import dev.skep.lang.check.Typed;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans for the tracepoints of system calls, which have no raw tracepoint of their own: all share {@code sys_enter} or
 * {@code sys_exit}. A few are perf events, each paid for by its own call alone. Many with one body are one program at the
 * common raw tracepoint, which looks the call's number up: it costs every call a little, and each of its own much less; and
 * it is detached at once, where each perf event takes some 70 ms (kernel 6.18).
 */
final class SystemCalls {
    /**
     * How many make a family. Detaching sixteen perf events takes more than a second, and sixteen calls that a wildcard
     * found are a good part of what a machine calls: at some 40 percent of its calls the two ways cost the same.
     */
    private static final int FAMILY = 16;

    private static final String ENTER = "sys_enter_";
    private static final String EXIT = "sys_exit_";
    /** Bytes of the tracepoints' record before the first argument of the call; each takes 8. */
    private static final int FIRST_ARGUMENT = 16;

    private final Setting setting;
    private final boolean enabled;
    private final Map<Key, Family> families = new HashMap<>();

    SystemCalls(Setting setting, boolean enabled) {
        this.setting = setting;
        this.enabled = enabled;
    }

    /** What one program can serve: the fields that the body reads lie in the same arguments. */
    private record Key(Body body, boolean exit, Map<String, Integer> fields) {}

    /** @param places the indexes in the list of plans at which the probes stand */
    private record Family(List<Typed.Probe> probes, List<Integer> numbers, List<Integer> places) {}

    /** Adds a probe's plan, the plain one for now. */
    void add(Typed.Probe probe, AttachSpec.Tracepoint tracepoint, List<Plan> plans) {
        String name = tracepoint.name();
        boolean exit = name.startsWith(EXIT);
        if (!enabled) {
            plans.add(Plan.plain(probe, "raw_tracepoint is switched off"));
            return;
        }
        String plainReason = probe.body().event().plainReason();
        if (plainReason != null) {
            plans.add(Plan.plain(probe, plainReason));
            return;
        }
        OptionalInt number = exit || name.startsWith(ENTER)
                ? setting.target().arch().syscalls().numberOfTracepoint(name.substring(name.indexOf('_', 4) + 1))
                : OptionalInt.empty();
        Map<String, Integer> fields = number.isEmpty() ? null : fields(probe);
        if (fields == null) {
            plans.add(Plan.plain(probe, "the number of this system call is not known"));
            return;
        }
        Family family = families.computeIfAbsent(
                new Key(probe.body(), exit, fields),
                key -> new Family(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        family.probes.add(probe);
        family.numbers.add(number.getAsInt());
        family.places.add(plans.size());
        plans.add(Plan.plain(probe, "a program at the raw tracepoint of all system calls would cost every other call"));
    }

    /** The offsets of the fields that a body reads, by name; null if one is none that the raw tracepoints have. */
    private static @Nullable Map<String, Integer> fields(Typed.Probe probe) {
        Map<String, Integer> offsets = new TreeMap<>();
        for (String name : probe.body().event().read().keySet()) {
            TracepointFormat.Field field =
                    Objects.requireNonNull(probe.point().fields()).get().field(name);
            if (field == null || field.isCommon()) {
                return null;
            }
            offsets.put(name, name.equals(Plan.NUMBER) ? -1 : field.offset());
        }
        return offsets;
    }

    /** Puts one plan in place of those of a family. */
    void finish(List<Plan> plans) {
        boolean[] gone = new boolean[plans.size()];
        for (Map.Entry<Key, Family> entry : families.entrySet()) {
            Family family = entry.getValue();
            if (family.probes.size() < FAMILY) {
                continue;
            }
            Plan plan = dispatched(entry.getKey(), family);
            if (plan != null) {
                for (int place : family.places) {
                    gone[place] = true;
                }
                gone[family.places.getFirst()] = false;
                plans.set(family.places.getFirst(), plan);
            }
        }
        for (int i = gone.length - 1; i >= 0; i--) {
            if (gone[i]) {
                plans.remove(i);
            }
        }
    }

    private @Nullable Plan dispatched(Key key, Family family) {
        String name = key.exit ? "sys_exit" : "sys_enter";
        TracepointFormat context = Planner.context(name, setting);
        if (context == null || context.fields().size() != 2) {
            return null;
        }
        ProbePoint raw = Planner.raw(name, context);
        String registers = "args." + context.fields().getFirst().name();
        String second = "args." + context.fields().getLast().name();
        Arch arch = setting.target().arch();
        String numberText = "(int32)" + (key.exit ? registers + number(arch) : second);
        Typed.Expr number = FieldExpression.check(numberText, raw, setting);
        CompatTest test = arch.compatTest();
        Typed.Expr compat =
                FieldExpression.check("(curtask->" + test.path() + " & " + test.mask() + ") != 0", raw, setting);
        if (number == null || compat == null) {
            return null;
        }
        Map<String, Typed.Expr> expressions = new HashMap<>();
        expressions.put(Plan.NUMBER, number);
        for (Map.Entry<String, Integer> field : key.fields.entrySet()) {
            int index = (field.getValue() - FIRST_ARGUMENT) / Long.BYTES;
            String text = field.getValue() < 0 ? numberText : key.exit ? second : registers + argument(index, arch);
            Typed.Expr expression = FieldExpression.check(text, raw, setting);
            if (expression == null) {
                return null;
            }
            expressions.put(field.getKey(), expression);
        }
        Syscalls table = arch.syscalls();
        List<Integer> probes = new ArrayList<>(Collections.nCopies(table.size(), -1));
        for (int i = 0; i < family.probes.size(); i++) {
            probes.set(family.numbers.get(i), i);
        }
        return new Plan(
                family.probes,
                raw.type(),
                raw.attach(),
                () -> context,
                expressions,
                new Plan.Dispatch(compat, probes),
                "one program looks the number up for " + family.probes.size()
                        + " system calls: as many perf events would cost more in each, and be slow to detach");
    }

    /** Where the kernel keeps the call's number: {@code syscall_get_nr} in {@code arch/ARCH/include/asm/syscall.h}. */
    private static String number(Arch arch) {
        return arch == Arch.AARCH64
                ? "->syscallno"
                : "->" + arch.ptRegs().syscallNumber().name();
    }

    /** Where the kernel keeps an argument of the call: {@code syscall_get_arguments}, in the same place. */
    private static String argument(int index, Arch arch) {
        if (arch == Arch.AARCH64) {
            return index == 0 ? "->orig_x0" : "->regs[" + index + "]";
        }
        return "->" + arch.ptRegs().syscallArgument(index).name();
    }
}
