package dev.skep.bpf.btf;

/** Calls all of a reader's methods, for every type: whatever the bytes are, they return or throw the one exception. */
final class BtfCalls {
    private static final String[] NAMES = {
        "task_struct",
        "sched_entity",
        "thread_union",
        "pid_t",
        "irq_info",
        "old",
        "reset",
        "pid_type",
        "big",
        "a",
        "",
        "load_weight___v6"
    };

    private static final String[] PATHS = {
        "se.vruntime", "se.loads[1].weight", "state", "__state", "b", "comm[3]", "task.stack[5]", "counter", "wide"
    };

    private final byte[] bytes;
    private int answered;

    private BtfCalls(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Makes all calls; returns whether the bytes could be read at all. */
    static boolean all(byte[] bytes) {
        BtfCalls calls = new BtfCalls(bytes);
        calls.run();
        return calls.answered > 0;
    }

    private void run() {
        Btf btf;
        try {
            btf = Btf.read(bytes);
        } catch (BtfFormatException expected) {
            return;
        }
        types(btf);
        lookups(btf);
        try {
            // The same bytes as a split BTF of themselves.
            Btf split = Btf.readSplit(btf, bytes);
            types(split);
            lookups(split);
        } catch (BtfFormatException expected) {
            // As good as an answer.
        }
    }

    private void types(Btf btf) {
        for (int id = 0; id < btf.typeCount(); id++) {
            int type = id;
            call(() -> btf.kind(type));
            call(() -> btf.name(type));
            call(() -> btf.type(type));
            call(() -> btf.resolve(type));
            call(() -> btf.size(type));
            call(() -> btf.typeName(type));
            call(() -> btf.declaration(type, "x"));
            call(() -> btf.definition(type));
            for (String path : PATHS) {
                call(() -> btf.field(type, path));
            }
        }
    }

    private void lookups(Btf btf) {
        for (BtfKind kind : BtfKind.values()) {
            call(() -> btf.ids(kind));
            for (String name : NAMES) {
                call(() -> btf.find(kind, name));
                call(() -> btf.findAll(kind, name));
            }
        }
        for (String name : NAMES) {
            call(() -> btf.find("struct", name));
            call(() -> btf.find("enum", name));
            call(() -> btf.field(name, "se.vruntime"));
            call(() -> btf.field(name, "b"));
            call(() -> btf.function(name));
        }
        call(() -> btf.rawTracepoint("sched_switch"));
        call(() -> btf.rawTracepoint("nameless"));
        call(() -> btf.enumerator("HALF"));
        call(() -> btf.enumerator("nothing"));
    }

    private void call(Runnable method) {
        try {
            method.run();
            answered++;
        } catch (BtfFormatException expected) {
            // As good as an answer.
        }
    }
}
