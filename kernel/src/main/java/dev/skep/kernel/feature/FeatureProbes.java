package dev.skep.kernel.feature;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.KernelFile;
import dev.skep.kernel.sys.Mapping;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.PerfEvent;
import dev.skep.kernel.tracefs.Tracefs;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** How each {@link Feature}, map type and program type is tried. */
final class FeatureProbes {
    /** A function that the kernel has for its own tests of BPF, and calls only in them: probing it disturbs nobody. */
    private static final String TEST_FUNCTION = "bpf_fentry_test1";

    private static final String EVENT_SOURCES = "/sys/bus/event_source/devices/";
    private static final int NO_FD = -1;
    /** Kernels before 5.2 take 4096 instructions. */
    private static final int MORE_THAN_SHORT = 4097;
    /** {@code BPF_F_SLEEPABLE}. */
    private static final int SLEEPABLE = 1 << 4;

    private FeatureProbes() {}

    static Support probe(Feature feature, KernelBtf btf) {
        return switch (feature) {
            case BTF -> btf(btf);
            case MODULE_BTF -> moduleBtf();
            case LONG_PROGRAMS -> loads(longProgram(), feature);
            case LOOPS -> loads(loop(), feature);
            case MAP_BATCHES -> batches(feature);
            case RUN_ON_DEMAND -> runOnDemand(feature);
            case PERF_EVENT_LINK -> perfEventLink(feature);
            case TRACEPOINT -> tracepoint(feature);
            case BTF_RAW_TRACEPOINT -> tracing(feature, btf);
            case KPROBE -> eventSource("kprobe", feature);
            case UPROBE -> eventSource("uprobe", feature);
            case ITERATOR -> iterator(feature, btf);
            case FENTRY -> fentry(feature, btf);
            case UPROBE_REFCOUNT -> opens(EVENT_SOURCES + "uprobe/format/ref_ctr_offset", feature);
            case HARDWARE_EVENT ->
                closed(new PerfEvent(PerfEvent.TYPE_HARDWARE, 0, 1 << 20, false, false).open(0), feature);
            case WATCHPOINT -> watchpoint(feature);
            case KPROBE_MULTI -> kprobeMulti(feature, AttachType.TRACE_KPROBE_MULTI);
            case KPROBE_SESSION -> kprobeMulti(feature, AttachType.TRACE_KPROBE_SESSION);
            case UPROBE_MULTI -> uprobeMulti(feature);
        };
    }

    private static Support btf(KernelBtf btf) {
        try {
            btf.types();
            return Support.yes();
        } catch (KernelException e) {
            return new Support.No(String.valueOf(e.getMessage()));
        }
    }

    /** Beside the kernel's own, each loaded module with types has a file. */
    private static Support moduleBtf() {
        String[] files = new File("/sys/kernel/btf").list();
        if (files == null) {
            return new Support.No("there is no /sys/kernel/btf");
        }
        return files.length > 1 ? Support.yes() : new Support.No("no module of this kernel has types of its own");
    }

    private static Assembler longProgram() {
        Assembler code = new Assembler(IsaLevel.V1);
        for (int i = 0; i < MORE_THAN_SHORT; i++) {
            code.mov(Register.R0, 0L);
        }
        return code.exit();
    }

    private static Assembler loop() {
        Assembler code = new Assembler(IsaLevel.V1).mov(Register.R0, 0L);
        Label again = code.newLabel();
        return code.bind(again)
                .alu(AluOp.ADD, Register.R0, 1)
                .branch(JumpOp.NE, Register.R0, 10, again)
                .exit();
    }

    private static Support loads(Assembler code, Feature feature) {
        return closed(Probe.load(ProgramType.TRACEPOINT, code, 0, 0, 0), feature);
    }

    private static Support iterator(Feature feature, KernelBtf btf) {
        Support types = btf(btf);
        if (!types.isYes()) {
            return types;
        }
        OptionalInt target = btf.types().find(BtfKind.FUNCTION, "bpf_iter_task");
        if (target.isEmpty()) {
            return new Support.No("the kernel's BTF has no iterators");
        }
        long program =
                Probe.load(ProgramType.TRACING, Probe.trivial(), 0, AttachType.TRACE_ITER.id(), target.getAsInt());
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        try (Fd fd = Fd.of(program)) {
            return closed(Bpf.linkIterator(fd.number(), 0, 0), feature);
        }
    }

    /** On memory of this process, and never switched on. */
    private static Support watchpoint(Feature feature) {
        ByteBuffer watched = Memory.allocate(Long.BYTES);
        Support answer = closed(PerfEvent.openWatchpoint(Memory.address(watched), Long.BYTES), feature);
        Memory.keep(watched);
        return answer;
    }

    private static Support batches(Feature feature) {
        long map = Bpf.mapCreate(new MapSpec("skep_probe", MapType.HASH, 4, 4, 1, 0), 0);
        if (map < 0) {
            return Probe.denial(map);
        }
        try (Fd fd = Fd.of(map)) {
            ByteBuffer memory = Memory.allocate(32);
            long at = Memory.address(memory);
            Bpf.Batch batch = Bpf.batch(BpfCommand.MAP_LOOKUP_BATCH, fd.number(), 0, at, at + 8, at + 16, 1, 0);
            Memory.keep(memory);
            // The map is empty.
            return batch.result() == -Errno.ENOENT ? Support.yes() : Probe.refusal(batch.result(), feature.needs());
        }
    }

    private static Support runOnDemand(Feature feature) {
        long program = Probe.load(ProgramType.RAW_TRACEPOINT, Probe.trivial(), 0, 0, 0);
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        try (Fd fd = Fd.of(program)) {
            int result = Bpf.testRun(fd.number(), Memory.allocate(0), -1).result();
            return result == 0 ? Support.yes() : Probe.refusal(result, feature.needs());
        }
    }

    private static Support perfEventLink(Feature feature) {
        long program = Probe.load(ProgramType.PERF_EVENT, Probe.trivial(), 0, 0, 0);
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        try (Fd fd = Fd.of(program)) {
            // Where links are known, the complaint is about the missing event.
            return expect(Bpf.linkCreate(fd.number(), NO_FD, AttachType.PERF_EVENT.id()), Errno.EBADF, feature);
        }
    }

    private static Support tracepoint(Feature feature) {
        Support loads = loads(ProgramType.TRACEPOINT, 0, 0, feature.needs());
        if (!loads.isYes()) {
            return loads;
        }
        try (Tracefs tracefs = Tracefs.open()) {
            return tracefs.has("sched", "sched_switch") ? Support.yes() : new Support.No("tracefs has no events");
        } catch (KernelException e) {
            return new Support.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static Support tracing(Feature feature, KernelBtf btf) {
        Support types = btf(btf);
        if (!types.isYes()) {
            return types;
        }
        OptionalInt target = btf.types().find(BtfKind.TYPEDEF, "btf_trace_sched_switch");
        return target.isEmpty()
                ? new Support.No("the kernel's BTF has no raw tracepoints")
                : loads(ProgramType.TRACING, AttachType.TRACE_RAW_TP.id(), target.getAsInt(), feature.needs());
    }

    private static Support fentry(Feature feature, KernelBtf btf) {
        Support types = btf(btf);
        if (!types.isYes()) {
            return types;
        }
        OptionalInt target = btf.types().find(BtfKind.FUNCTION, TEST_FUNCTION);
        if (target.isEmpty()) {
            return new Support.Unknown("the kernel has no function " + TEST_FUNCTION + " to try");
        }
        long program =
                Probe.load(ProgramType.TRACING, Probe.trivial(), 0, AttachType.TRACE_FENTRY.id(), target.getAsInt());
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        try (Fd fd = Fd.of(program)) {
            return closed(Bpf.rawTracepointOpen(fd.number(), 0), feature);
        }
    }

    private static Support kprobeMulti(Feature feature, AttachType type) {
        long program = Probe.load(ProgramType.KPROBE, Probe.trivial(), 0, type.id(), 0);
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        ByteBuffer name = Memory.cString(TEST_FUNCTION);
        ByteBuffer names = Memory.allocate(8);
        names.putLong(0, Memory.address(name));
        try (Fd fd = Fd.of(program)) {
            return closed(Bpf.linkKprobeMulti(fd.number(), type, 1, Memory.address(names)), feature);
        } finally {
            Memory.keep(name);
            Memory.keep(names);
        }
    }

    private static Support uprobeMulti(Feature feature) {
        long program = Probe.load(ProgramType.KPROBE, Probe.trivial(), 0, AttachType.TRACE_UPROBE_MULTI.id(), 0);
        if (program < 0) {
            return Probe.refusal(program, feature.needs());
        }
        ByteBuffer path = Memory.cString("/");
        ByteBuffer offset = Memory.allocate(8);
        try (Fd fd = Fd.of(program)) {
            long at = Memory.address(path);
            long offsets = Memory.address(offset);
            // Where it is known, the complaint is that the path is no file.
            Support known = expect(
                    Bpf.linkUprobeMulti(fd.number(), new Bpf.UprobeMulti(at, 1, offsets, 0, false, 0)),
                    Errno.EBADF,
                    feature);
            // The first kernels took the thread of the process's number for the process. They looked for number -1,
            // too.
            long wrong = Bpf.linkUprobeMulti(fd.number(), new Bpf.UprobeMulti(at, 1, offsets, 0, false, -1));
            return known.isYes() && wrong == -Errno.ESRCH
                    ? new Support.No("this kernel's links are bound to one thread where they should be to a process")
                    : known;
        } finally {
            Memory.keep(path);
            Memory.keep(offset);
        }
    }

    /** A kind of perf event has a directory in sysfs if the kernel was built with it. */
    private static Support eventSource(String name, Feature feature) {
        Support known = opens(EVENT_SOURCES + name + "/type", feature);
        if (!known.isYes()) {
            return known;
        }
        return loads(ProgramType.KPROBE, 0, 0, feature.needs());
    }

    private static Support opens(String path, Feature feature) {
        return closed(KernelFile.open(KernelFile.CURRENT_DIRECTORY, path), feature);
    }

    static Support program(ProgramType type, KernelBtf btf) {
        return switch (type) {
            case TRACING -> tracing(Feature.BTF_RAW_TRACEPOINT, btf);
            case LSM, EXT, STRUCT_OPS, UNSPEC -> new Support.Unknown("such programs need a target of their own");
            case CGROUP_SOCK_ADDR -> loads(type, AttachType.CGROUP_INET4_BIND.id(), 0, "kernel 4.17");
            case CGROUP_SOCKOPT -> loads(type, AttachType.CGROUP_GETSOCKOPT.id(), 0, "kernel 5.3");
            case SK_LOOKUP -> loads(type, AttachType.SK_LOOKUP.id(), 0, "kernel 5.9");
            case NETFILTER -> loads(type, AttachType.NETFILTER.id(), 0, "kernel 6.4");
            default -> loads(type, 0, 0, "a kernel with " + type + " programs");
        };
    }

    private static Support loads(ProgramType type, int expected, int target, String needs) {
        Assembler code = type == ProgramType.NETFILTER || type == ProgramType.CGROUP_SOCKOPT
                ? new Assembler(IsaLevel.V1).mov(Register.R0, 1L).exit()
                : Probe.trivial();
        // These only come as programs that may sleep.
        int flags = type == ProgramType.SYSCALL ? SLEEPABLE : 0;
        long result = Probe.load(type, code, flags, expected, target);
        // Some types take no trivial program: the verifier's complaint shows that it knows them.
        boolean known = result == -Errno.EACCES;
        if (result >= 0) {
            Fd.of(result).close();
        }
        return result >= 0 || known ? Support.yes() : Probe.refusal(result, needs);
    }

    static Support map(MapType type) {
        return switch (type) {
            case UNSPEC, CGROUP_STORAGE, PERCPU_CGROUP_STORAGE, STRUCT_OPS, ARRAY_OF_MAPS, HASH_OF_MAPS ->
                new Support.Unknown("such maps need another map or a type of their own");
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE, ARENA ->
                new Support.Unknown("such maps need a type of their own");
            case RINGBUF, USER_RINGBUF -> creates(new MapSpec("skep_probe", type, 0, 0, Mapping.pageSize(), 0));
            case QUEUE, STACK, BLOOM_FILTER -> creates(new MapSpec("skep_probe", type, 0, 8, 1, 0));
            case LPM_TRIE -> creates(new MapSpec("skep_probe", type, 8, 8, 1, MapSpec.NO_PREALLOC));
            case STACK_TRACE, REUSEPORT_SOCKARRAY, SOCKMAP, SOCKHASH ->
                creates(new MapSpec("skep_probe", type, 4, 8, 1, 0));
            default -> creates(new MapSpec("skep_probe", type, 4, 4, 1, 0));
        };
    }

    private static Support creates(MapSpec spec) {
        long result = Bpf.mapCreate(spec, 0);
        if (result >= 0) {
            Fd.of(result).close();
            return Support.yes();
        }
        return Probe.refusal(result, "a kernel with " + spec.type() + " maps");
    }

    private static Support expect(long result, int errno, Feature feature) {
        return result == -errno ? Support.yes() : closed(result, feature);
    }

    private static Support closed(long result, Feature feature) {
        if (result >= 0) {
            Fd.of(result).close();
            return Support.yes();
        }
        return Probe.refusal(result, feature.needs());
    }
}
