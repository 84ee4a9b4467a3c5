package dev.skep.lang.ir;

import dev.skep.bpf.asm.Helper;

/** What instructions do beside giving a value: the one place that says what may be left out or shared. */
public final class Purity {
    /** The function of the kernel that only says what type of memory lies at an address (kernel 6.2). */
    public static final String READ_ONLY_CAST = "bpf_rdonly_cast";

    private Purity() {}

    /** Whether the instruction may be left out when nothing uses its result. */
    public static boolean isRemovable(Inst inst) {
        if (inst instanceof Inst.Call call) {
            return hasNoEffect(call.helper());
        }
        if (inst instanceof Inst.KernelCall call) {
            return isCast(call);
        }
        return inst instanceof Inst.Value
                && !(inst instanceof Inst.AtomicFetch
                        || inst instanceof Inst.CompareExchange
                        || inst instanceof Inst.MapUpdate
                        || inst instanceof Inst.MapDelete
                        || inst instanceof Inst.FunctionCall
                        || inst instanceof Inst.RingReserve);
    }

    /**
     * Whether the instruction, with the same operands, gives the same result everywhere in one run of the program. Loads
     * do not: memory changes.
     */
    public static boolean isRepeatable(Inst inst) {
        if (inst instanceof Inst.Call call) {
            return isFixedForOneRun(call.helper());
        }
        if (inst instanceof Inst.KernelCall call) {
            return isCast(call);
        }
        return inst instanceof Inst.Copy
                || inst instanceof Inst.Binary
                || inst instanceof Inst.Negate
                || inst instanceof Inst.Extend
                || inst instanceof Inst.Compare
                || inst instanceof Inst.SlotAddress
                || inst instanceof Inst.EventField
                || inst instanceof Inst.EventFieldAddress
                || inst instanceof Inst.FieldAddress
                || inst instanceof Inst.TypeId
                || inst instanceof Inst.FunctionReference
                || inst instanceof Inst.MapReference
                || inst instanceof Inst.MapValueAddress;
    }

    /** Whether a field of a kernel struct is the same all through one run: a task's numbers are. */
    public static boolean isFixedForOneRun(BtfPath path) {
        return path.type().equals("task_struct")
                && (path.path().equals("pid") || path.path().equals("tgid"));
    }

    /**
     * Helpers that answer the same all through one run: of the task that runs, which does not change under a program,
     * of the CPU, from which a running program is not moved (migration is off while it runs), and of how it was attached.
     */
    private static boolean isFixedForOneRun(Helper helper) {
        return switch (helper) {
            case GET_CURRENT_PID_TGID,
                    GET_CURRENT_UID_GID,
                    GET_CURRENT_TASK,
                    GET_CURRENT_TASK_BTF,
                    GET_CURRENT_CGROUP_ID,
                    GET_CURRENT_ANCESTOR_CGROUP_ID,
                    GET_SMP_PROCESSOR_ID,
                    GET_NUMA_NODE_ID,
                    GET_ATTACH_COOKIE,
                    GET_FUNC_IP -> true;
            default -> false;
        };
    }

    /** Helpers that only answer, if not always the same. */
    private static boolean hasNoEffect(Helper helper) {
        return switch (helper) {
            case KTIME_GET_NS,
                    KTIME_GET_BOOT_NS,
                    KTIME_GET_COARSE_NS,
                    KTIME_GET_TAI_NS,
                    JIFFIES64,
                    GET_PRANDOM_U32,
                    MAP_LOOKUP_ELEM,
                    MAP_LOOKUP_PERCPU_ELEM -> true;
            default -> isFixedForOneRun(helper);
        };
    }

    /** Whether a helper reads a clock that shows how much time has passed. */
    public static boolean isClock(Helper helper) {
        return helper == Helper.KTIME_GET_NS
                || helper == Helper.KTIME_GET_BOOT_NS
                || helper == Helper.KTIME_GET_TAI_NS
                || helper == Helper.KTIME_GET_COARSE_NS
                || helper == Helper.JIFFIES64;
    }

    /**
     * Whether so much time passes in an instruction that a program could want to measure it. Arithmetic and memory take
     * less than the clock itself does.
     */
    public static boolean takesTime(Inst inst) {
        if (inst instanceof Inst.Call call) {
            return !isClock(call.helper()) && !isFixedForOneRun(call.helper());
        }
        return inst instanceof Inst.MapLookup
                || inst instanceof Inst.MapUpdate
                || inst instanceof Inst.MapDelete
                || inst instanceof Inst.RingReserve
                || inst instanceof Inst.RingSubmit
                || inst instanceof Inst.RingDiscard
                || inst instanceof Inst.KernelCall call && !isCast(call)
                || inst instanceof Inst.FunctionCall;
    }

    /** Whether a function of the kernel is a cast: it returns its first argument, of the type that the second one names. */
    private static boolean isCast(Inst.KernelCall call) {
        return call.function().equals(READ_ONLY_CAST);
    }

    /**
     * Whether a helper does nothing but to answer, or to write to the memory that its first argument points to: it changes
     * no map that a program looks into, and calls nothing back.
     */
    public static boolean writesOnlyFirstArgument(Helper helper) {
        return switch (helper) {
            case GET_CURRENT_COMM,
                    PROBE_READ,
                    PROBE_READ_STR,
                    PROBE_READ_KERNEL,
                    PROBE_READ_KERNEL_STR,
                    PROBE_READ_USER,
                    PROBE_READ_USER_STR -> true;
            default -> hasNoEffect(helper);
        };
    }
}
