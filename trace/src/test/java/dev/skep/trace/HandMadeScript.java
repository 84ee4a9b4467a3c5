package dev.skep.trace;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts whose programs are written in assembly, so that sessions are tested without the compiler. They have a ring
 * buffer of 64 KiB, the counters of losses, and a map {@code @} of counts without keys.
 */
final class HandMadeScript {
    /** What the names of this process's programs begin with. */
    static final String OWN = "t" + ProcessHandle.current().pid() + "_";

    private static final int RING_BYTES = 65_536;

    private final String prefix;
    private final List<CompiledScript.Probe> probes = new ArrayList<>();
    private final List<ProgramSpec> programs = new ArrayList<>();
    private final List<EventSchema> events = new ArrayList<>();

    /** Its programs have names that no other process's have. */
    HandMadeScript() {
        this(OWN);
    }

    /** @param prefix what the names of its programs begin with */
    HandMadeScript(String prefix) {
        this.prefix = prefix;
    }

    /** An event of one number. */
    int event(Action action) {
        Span nowhere = new Span(new Source("test", ""), 0, 0);
        events.add(EventSchema.of(events.size(), List.of(Type.Int.INT64), action, nowhere));
        return events.size() - 1;
    }

    /** An event that prints its number and a blank. */
    int printing() {
        FormatString format = FormatString.parse("%ld ");
        return event((values, host) -> host.printf(format, values));
    }

    HandMadeScript begin(Assembler code) {
        return probe("BEGIN", ProbePoint.Kind.BEGIN, new AttachSpec.Manual(), ProgramType.RAW_TRACEPOINT, code);
    }

    HandMadeScript end(Assembler code) {
        return probe("END", ProbePoint.Kind.END, new AttachSpec.Manual(), ProgramType.RAW_TRACEPOINT, code);
    }

    HandMadeScript systemCall(String name, Assembler code) {
        AttachSpec attach = new AttachSpec.Tracepoint("syscalls", "sys_enter_" + name);
        return probe("tracepoint:" + name, ProbePoint.Kind.EVENT, attach, ProgramType.TRACEPOINT, code);
    }

    private HandMadeScript probe(
            String name, ProbePoint.Kind kind, AttachSpec attach, ProgramType type, Assembler code) {
        String program = prefix + programs.size();
        code.mov(Register.R0, 0L).exit();
        programs.add(new ProgramSpec(program, type, attach, List.of(code.build("main", 1)), 0));
        probes.add(new CompiledScript.Probe(new ProbePoint(name, kind, attach, type, null), program));
        return this;
    }

    CompiledScript build() {
        List<MapSpec> maps = List.of(
                new MapSpec("ring", MapType.RINGBUF, 0, 0, RING_BYTES, 0),
                new MapSpec("losses", MapType.PERCPU_ARRAY, 4, 8, CompiledScript.Loss.values().length, 0),
                new MapSpec("counts", MapType.PERCPU_ARRAY, 4, 8, 1, 0));
        return new CompiledScript(
                new ObjectSpec("GPL", maps, programs),
                probes,
                List.of(new MapInfo("@", "counts", List.of(), new Aggregate.Count())),
                events,
                new CompiledScript.SystemMaps("ring", List.of(), "losses"),
                1024,
                List.of());
    }

    static Assembler code() {
        return new Assembler(IsaLevel.V3);
    }

    /** Goes on only in a thread of this process. */
    static Assembler onlyIn(long pid) {
        Assembler code = code();
        Label here = code.newLabel();
        code.call(Helper.GET_CURRENT_PID_TGID).mov(Register.R6, Register.R0);
        code.alu(AluOp.RSH, Register.R6, 32);
        code.branch(JumpOp.EQ, Register.R6, (int) pid, here)
                .mov(Register.R0, 0L)
                .exit();
        return code.bind(here);
    }

    /** Sends an event with a number; counts it as lost where there is no room. */
    static Assembler send(Assembler code, int event, Register number) {
        Label full = code.newLabel();
        Label done = code.newLabel();
        code.loadMap(Register.R1, "ring").mov(Register.R2, 16L).mov(Register.R3, 0L);
        code.call(Helper.RINGBUF_RESERVE).branch(JumpOp.EQ, Register.R0, 0, full);
        code.mov(Register.R2, (long) event).store(Width.DOUBLE, Register.R0, 0, Register.R2);
        code.store(Width.DOUBLE, Register.R0, 8, number);
        code.mov(Register.R1, Register.R0)
                .mov(Register.R2, 0L)
                .call(Helper.RINGBUF_SUBMIT)
                .jump(done);
        count(code.bind(full), "losses", CompiledScript.Loss.EVENT.ordinal());
        return code.bind(done);
    }

    /** Adds one to a counter of a per-CPU array. */
    static Assembler count(Assembler code, String map, int index) {
        Label none = code.newLabel();
        code.mov(Register.R1, (long) index).store(Width.WORD, Register.R10, -4, Register.R1);
        code.mov(Register.R2, Register.R10).add(Register.R2, -4).loadMap(Register.R1, map);
        code.call(Helper.MAP_LOOKUP_ELEM).branch(JumpOp.EQ, Register.R0, 0, none);
        code.load(Width.DOUBLE, Register.R1, Register.R0, 0).add(Register.R1, 1);
        code.store(Width.DOUBLE, Register.R0, 0, Register.R1);
        return code.bind(none);
    }
}
