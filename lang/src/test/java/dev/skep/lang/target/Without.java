package dev.skep.lang.target;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.type.KernelTypes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A target that lacks some helpers, with as many CPUs as a test wants. */
public record Without(Target target, Set<Helper> lacking, int possibleCpus) implements Target {
    @Override
    public boolean hasHelper(Helper helper) {
        return !lacking.contains(helper);
    }

    @Override
    public boolean hasKernelFunction(String name) {
        return target.hasKernelFunction(name);
    }

    @Override
    public KernelAddresses addresses() {
        return target.addresses();
    }

    @Override
    public Arch arch() {
        return target.arch();
    }

    @Override
    public IsaLevel isa() {
        return target.isa();
    }

    @Override
    public List<String> tracepointCategories() {
        return target.tracepointCategories();
    }

    @Override
    public List<String> tracepoints(String category) {
        return target.tracepoints(category);
    }

    @Override
    public @Nullable TracepointFormat tracepoint(String category, String name) {
        return target.tracepoint(category, name);
    }

    @Override
    public boolean isDynamic(String category, String name) {
        return target.isDynamic(category, name);
    }

    @Override
    public List<String> rawTracepoints() {
        return target.rawTracepoints();
    }

    @Override
    public @Nullable TracepointFormat rawTracepoint(String name) {
        return target.rawTracepoint(name);
    }

    @Override
    public boolean runsBtfRawTracepoints() {
        return target.runsBtfRawTracepoints();
    }

    @Override
    public boolean linksManyUprobes() {
        return target.linksManyUprobes();
    }

    @Override
    public BinarySearch binaries(String name, int process) {
        return target.binaries(name, process);
    }

    @Override
    public KernelTypes types() {
        return target.types();
    }

    @Override
    public String release() {
        return target.release();
    }
}
