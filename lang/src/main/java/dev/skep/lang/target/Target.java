package dev.skep.lang.target;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.type.KernelTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel that a script is compiled for. {@code trace} answers from the running kernel, tests from a recording. Every
 * answer may be costly (a file in tracefs, an index of 126,000 types): ask only for what the script needs.
 */
public interface Target {

    /** The machine: registers, system calls, page size. */
    Arch arch();

    /** The newest instructions that the kernel takes. */
    IsaLevel isa();

    /** How many CPUs may ever exist: the number of parts of a per-CPU value. */
    int possibleCpus();

    /** The categories of tracepoints ({@code syscalls}, {@code sched}), sorted. */
    List<String> tracepointCategories();

    /** The tracepoints of a category, sorted; empty if there is no such category. */
    List<String> tracepoints(String category);

    /** Whether there is such a tracepoint. Cheaper than its fields. */
    default boolean hasTracepoint(String category, String name) {
        return tracepoints(category).contains(name);
    }

    /** The fields of a tracepoint, or null if there is no such tracepoint. */
    @Nullable
    TracepointFormat tracepoint(String category, String name);

    /**
     * Whether a user made a tracepoint, of a probe or of another tracepoint: whatever its name, it has no raw tracepoint.
     * Cheaper than its fields.
     */
    boolean isDynamic(String category, String name);

    /** The names that raw tracepoints attach to, sorted. */
    List<String> rawTracepoints();

    /** Whether there is such a raw tracepoint. Cheaper than all their names. */
    default boolean hasRawTracepoint(String name) {
        return rawTracepoints().contains(name);
    }

    /**
     * The arguments of a raw tracepoint as the kernel's BTF has them, or null if there is no such tracepoint or no BTF.
     * Offsets count from the program's context: argument N lies at byte 8 N.
     */
    @Nullable
    TracepointFormat rawTracepoint(String name);

    /**
     * Whether raw tracepoints take programs to which the kernel's BTF tells the types of their arguments (kernel 5.5). Costs
     * a few system calls, the first time.
     */
    boolean runsBtfRawTracepoints();

    /** Whether one link takes many places of user programs, and can be bound to a process (kernel 6.6). */
    boolean linksManyUprobes();

    /**
     * The programs and libraries that a name stands for: a path, a program's name that is looked for in {@code PATH}, a
     * library's name ({@code libc}, {@code libssl.so.3}) that is looked for where the dynamic loader does. All may have
     * wildcards. With a process, paths are those that it sees, the empty name is its program, and {@code *} all that it has
     * loaded.
     *
     * @param process its id, or 0
     */
    BinarySearch binaries(String name, int process);

    /** The kernel's types: structs, unions, enums. They know nothing where the kernel has no BTF. */
    KernelTypes types();

    /**
     * Whether the kernel has a helper. Some types of programs may call it only since a later release than the one that
     * brought it. Costs a system call, the first time.
     */
    boolean hasHelper(Helper helper);

    /**
     * Whether programs may call a function of the kernel by its name in BTF, such as {@code bpf_rdonly_cast}. Ask for
     * functions that programs of all types may call. Costs the names of 56,000 functions, and a system call.
     */
    boolean hasKernelFunction(String name);

    /** Where the kernel's functions and variables are. */
    KernelAddresses addresses();

    /**
     * The functions of the kernel that probes can be named after, sorted; empty where that is not known. Costs a look at
     * every function: to word a message.
     */
    default List<String> kernelFunctions() {
        return List.of();
    }

    /**
     * Why this kernel runs no probes of a type, whatever a tracer does; null if it does, or if that is not known. Found out
     * by trying: to word a message.
     *
     * @param provider the type's name in full: {@code kprobe}
     */
    default @Nullable String refusal(String provider) {
        return null;
    }

    /**
     * The id of a cgroup, as {@code bpf_get_current_cgroup_id} gives it.
     *
     * @param directory its directory in a cgroup v2 file system
     * @return null if there is no such cgroup
     */
    default @Nullable Long cgroup(String directory) {
        return null;
    }

    /** The PID namespace that the tracer itself lives in; null if that is the initial one, which numbers all processes. */
    default @Nullable PidNamespace pidNamespace() {
        return null;
    }

    /** The kernel's release, {@code 6.18.5}: for messages, never to decide by. */
    String release();
}
