package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Array;
import dev.skep.bpf.btf.BtfType.Const;
import dev.skep.bpf.btf.BtfType.DataSection;
import dev.skep.bpf.btf.BtfType.DeclTag;
import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.Enum64;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Forward;
import dev.skep.bpf.btf.BtfType.Function;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Int;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.Pointer;
import dev.skep.bpf.btf.BtfType.Restrict;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import dev.skep.bpf.btf.BtfType.Struct;
import dev.skep.bpf.btf.BtfType.TypeTag;
import dev.skep.bpf.btf.BtfType.Typedef;
import dev.skep.bpf.btf.BtfType.Union;
import dev.skep.bpf.btf.BtfType.Variable;
import dev.skep.bpf.btf.BtfType.Volatile;
import java.util.List;

/** A BTF of a page that has every kind, and the shapes that make the kernel's types hard. */
final class SmallKernel {
    private final BtfBuilder btf = new BtfBuilder();
    private final int integer = btf.add(new Int("int", 4, Encoding.SIGNED));
    private final int unsigned = btf.add(new Int("unsigned int", 4, Encoding.UNSIGNED));
    private final int u64 = btf.add(new Int("long unsigned int", 8, Encoding.UNSIGNED));
    private final int character = btf.add(new Int("char", 1, Encoding.CHAR));
    private final int bool = btf.add(new Int("_Bool", 1, Encoding.BOOL));
    private final int voidPointer = btf.add(new Pointer(0));
    private final int constChar = btf.add(new Const(character));
    private final int string = btf.add(new Pointer(constChar));
    private final int pid = btf.add(new Typedef("pid_t", btf.add(new Typedef("__kernel_pid_t", integer))));
    private final int comm = btf.add(new Array(character, unsigned, 16));
    private final int flexible = btf.add(new Array(u64, unsigned, 0));
    private final int entity = addEntity();
    private final int task = addTask();
    private final int taskPointer = btf.add(new Pointer(task));

    private SmallKernel() {
        addFunctions();
        addTracepoint();
        addOthers();
    }

    /** The bytes. */
    static byte[] bytes() {
        return new SmallKernel().btf.build();
    }

    /** The bytes, read. */
    static Btf read() {
        return Btf.read(bytes());
    }

    private static Member member(String name, int type, int bytes) {
        return new Member(name, type, bytes * 8, 0);
    }

    private int addEntity() {
        int weight =
                btf.add(new Struct("load_weight", 16, List.of(member("weight", u64, 0), member("inv", unsigned, 8))));
        int loads = btf.add(new Array(weight, unsigned, 3));
        return btf.add(new Struct(
                "sched_entity",
                72,
                List.of(member("load", weight, 0), member("loads", loads, 16), member("vruntime", u64, 64))));
    }

    /** {@code task_struct} with an anonymous union in an anonymous struct, bit-fields and a flexible array. */
    private int addTask() {
        int inner = btf.add(new Union("", 4, List.of(member("__state", unsigned, 0), member("state", integer, 0))));
        int outer = btf.add(new Struct("", 8, List.of(member("flags", unsigned, 0), member("", inner, 4))));
        int qualified = btf.add(new Volatile(outer));
        int anonymousTypedef =
                btf.add(new Typedef("atomic_t", btf.add(new Struct("", 4, List.of(member("counter", integer, 0))))));
        int callback = addCallback();
        int self = btf.add(new Pointer(btf.nextId() + 3));
        int tagged = btf.add(new TypeTag("rcu", btf.nextId() + 2, false));
        int rcu = btf.add(new Pointer(tagged));
        return btf.add(new Struct(
                "task_struct",
                176,
                List.of(
                        member("", qualified, 0),
                        member("usage", anonymousTypedef, 8),
                        member("se", entity, 16),
                        member("pid", pid, 88),
                        member("tgid", pid, 92),
                        member("real_parent", rcu, 96),
                        member("group_leader", self, 104),
                        member("comm", comm, 112),
                        new Member("in_execve", unsigned, 128 * 8, 1),
                        new Member("in_iowait", unsigned, 128 * 8 + 1, 1),
                        new Member("", unsigned, 128 * 8 + 2, 3),
                        new Member("wide", unsigned, 128 * 8 + 5, 13),
                        member("release", callback, 136),
                        member("stack", flexible, 176))));
    }

    private int addCallback() {
        int inner = btf.add(new FunctionPrototype(0, List.of(new Parameter("", string)), true));
        int innerPointer = btf.add(new Pointer(inner));
        List<Parameter> parameters = List.of(new Parameter("", voidPointer), new Parameter("", innerPointer));
        return btf.add(new Pointer(btf.add(new FunctionPrototype(integer, parameters, false))));
    }

    private void addFunctions() {
        int printk = btf.add(new FunctionPrototype(integer, List.of(new Parameter("fmt", string)), true));
        btf.add(new Function("_printk", printk, Linkage.GLOBAL));
        int cast = btf.add(new FunctionPrototype(
                voidPointer,
                List.of(new Parameter("obj__ign", voidPointer), new Parameter("btf_id__k", unsigned)),
                false));
        int function = btf.add(new Function("bpf_rdonly_cast", cast, Linkage.STATIC));
        btf.add(new DeclTag("bpf_kfunc", function, -1, false));
        btf.add(new DeclTag("__ign", function, 0, true));
        int nothing = btf.add(new FunctionPrototype(0, List.of(), false));
        btf.add(new Function("reset", nothing, Linkage.STATIC));
        btf.add(new Function("reset", cast, Linkage.EXTERN));
    }

    private void addTracepoint() {
        List<Parameter> types = List.of(
                new Parameter("", voidPointer),
                new Parameter("", bool),
                new Parameter("", taskPointer),
                new Parameter("", taskPointer));
        int prototype = btf.add(new FunctionPrototype(0, types, false));
        btf.add(new Typedef("btf_trace_sched_switch", btf.add(new Pointer(prototype))));
        btf.add(new Typedef("btf_trace_nameless", btf.add(new Pointer(prototype))));
        List<Parameter> names = List.of(
                new Parameter("__data", voidPointer),
                new Parameter("preempt", bool),
                new Parameter("prev", taskPointer),
                new Parameter("next", taskPointer));
        btf.add(new Function(
                "__traceiter_sched_switch", btf.add(new FunctionPrototype(integer, names, false)), Linkage.GLOBAL));
    }

    private void addOthers() {
        btf.add(new BtfType.Enum(
                "pid_type",
                4,
                false,
                List.of(new Enumerator("PIDTYPE_PID", 0), new Enumerator("PIDTYPE_MAX", 0xffff_ffffL))));
        btf.add(new BtfType.Enum("", 4, true, List.of(new Enumerator("MINUS_ONE", -1), new Enumerator("ONE", 1))));
        btf.add(new Enum64("big", 8, false, List.of(new Enumerator("HUGE", -1L), new Enumerator("HALF", 1L << 63))));
        btf.add(new Forward("module", false));
        btf.add(new Forward("bpf_attr", true));
        btf.add(new BtfType.Float("double", 8));
        btf.add(new Pointer(btf.add(new Restrict(btf.add(new Const(string))))));
        btf.add(new Struct("irq_info", 4, List.of(member("first", integer, 0))));
        btf.add(new Struct("irq_info", 8, List.of(member("second", u64, 0))));
        btf.add(new Struct("empty", 0, List.of()));
        btf.add(new Union("thread_union", 176, List.of(member("task", task, 0), member("words", flexible, 0))));
        // As compilers wrote bit-fields before kernel 5.0: the integer says which bits.
        int oldBits = btf.add(new Int("unsigned int", 4, 5, 3, Encoding.UNSIGNED));
        btf.add(new Struct("old", 8, List.of(member("a", unsigned, 0), member("b", oldBits, 4))));
        int jiffies = btf.add(new Variable("jiffies", u64, Linkage.EXTERN));
        int runqueues = btf.add(new Variable("runqueues", entity, Linkage.STATIC));
        btf.add(new DataSection(
                ".data..percpu",
                80,
                List.of(new SectionVariable(jiffies, 0, 8), new SectionVariable(runqueues, 8, 72))));
    }
}
