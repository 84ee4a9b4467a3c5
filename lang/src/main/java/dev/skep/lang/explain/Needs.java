package dev.skep.lang.explain;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.KernelVersion;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.explain.Explanation.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what the kernel must have. */
final class Needs {
    private final Set<ProgramType> programTypes = EnumSet.noneOf(ProgramType.class);
    private final Set<MapType> mapTypes = EnumSet.noneOf(MapType.class);
    private final Set<Helper> helpers = EnumSet.noneOf(Helper.class);
    private final Set<String> kernelFunctions = new TreeSet<>();
    private final Set<String> kernelTypes = new TreeSet<>();
    private IsaLevel isa = IsaLevel.V1;
    private boolean subprograms;
    private boolean onDemand;
    private boolean iterators;
    private boolean manyUprobes;
    private KernelVersion since = new KernelVersion(3, 18);

    void program(ProgramSpec program, Calls calls) {
        programTypes.add(program.type());
        helpers.addAll(calls.helpers());
        kernelFunctions.addAll(calls.kernelFunctions());
        subprograms |= program.functions().size() > 1;
        manyUprobes |= program.attach() instanceof AttachSpec.UprobeMulti;
        onDemand |= program.attach() instanceof AttachSpec.Manual || program.attach() instanceof AttachSpec.Signal;
        if (program.attach() instanceof AttachSpec.BtfRawTracepoint raw) {
            kernelTypes.add("raw tracepoint " + raw.name());
        }
        if (program.attach() instanceof AttachSpec.Iterator iterator) {
            kernelTypes.add("function bpf_iter_" + iterator.name());
            iterators = true;
        }
        for (FunctionSpec function : program.functions()) {
            for (Instruction instruction : function.instructions()) {
                IsaLevel level = IsaLevel.of(instruction);
                isa = isa.includes(level) ? isa : level;
            }
            for (Relocation relocation : function.relocations()) {
                if (relocation instanceof Relocation.FieldOffset field) {
                    kernelTypes.add(field.type() + "." + field.path());
                } else if (relocation instanceof Relocation.TypeReference type) {
                    kernelTypes.add(type.kind() + " " + type.type());
                }
            }
        }
    }

    void map(MapType type) {
        mapTypes.add(type);
    }

    /** All of it, in an order to read. */
    List<Need> all() {
        List<Need> needs = new ArrayList<>();
        for (ProgramType type : programTypes) {
            add(needs, "program types", name(type), type.since());
        }
        if (onDemand) {
            add(needs, "program types", "run on demand", new KernelVersion(5, 10));
        }
        if (iterators) {
            add(needs, "program types", "iterator", new KernelVersion(5, 8));
        }
        if (manyUprobes) {
            add(needs, "program types", "on many places of user programs", new KernelVersion(6, 6));
        }
        for (MapType type : mapTypes) {
            add(needs, "map types", name(type), type.since());
        }
        for (Helper helper : helpers) {
            add(needs, "helpers", helper.kernelName(), helper.since());
        }
        add(needs, "instructions", "ISA " + isa.name().toLowerCase(Locale.ROOT), isa.since());
        if (subprograms) {
            add(needs, "instructions", "calls of functions", new KernelVersion(4, 16));
        }
        for (String function : kernelFunctions) {
            add(needs, "kernel functions", function, null);
        }
        for (String type : kernelTypes) {
            add(needs, "BTF of", type, null);
        }
        for (String right : List.of("CAP_BPF", "CAP_PERFMON", "CAP_DAC_READ_SEARCH")) {
            add(needs, "rights", right, null);
        }
        return needs;
    }

    /** The first kernel that has all that was added by {@link #all} and has a release. */
    KernelVersion since() {
        return since;
    }

    private void add(List<Need> needs, String kind, String what, @Nullable KernelVersion version) {
        needs.add(new Need(kind, what, version));
        if (version != null && version.compareTo(since) > 0) {
            since = version;
        }
    }

    static String name(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("percpu", "per-CPU");
    }
}
