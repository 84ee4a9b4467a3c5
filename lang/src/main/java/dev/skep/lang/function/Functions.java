package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.type.Type;
import java.util.List;

/** The list of all builtins, functions and map functions. */
public final class Functions {
    private Functions() {}

    /**
     * One of each.
     *
     * @param child the process that was started for the script, for {@code cpid}; 0 if there is none
     */
    public static List<Function> all(int child) {
        return List.of(
                // Builtins
                new ArgsBuiltin(),
                new CommBuiltin(),
                new CpidBuiltin(child),
                new CtxBuiltin(),
                new CurtaskBuiltin(),
                new FuncBuiltin(),
                new HelperBuiltin("cpu", Helper.GET_SMP_PROCESSOR_ID, Type.Int.UINT32),
                new HelperBuiltin("numaid", Helper.GET_NUMA_NODE_ID, Type.Int.UINT32),
                new HelperBuiltin("rand", Helper.GET_PRANDOM_U32, Type.Int.UINT32),
                new HelperBuiltin("cgroup", Helper.GET_CURRENT_CGROUP_ID, Type.Int.UINT64),
                new HelperBuiltin("jiffies", Helper.JIFFIES64, Type.Int.UINT64),
                new HalfBuiltin("pid", Helper.GET_CURRENT_PID_TGID, true),
                new HalfBuiltin("tid", Helper.GET_CURRENT_PID_TGID, false),
                new HalfBuiltin("gid", Helper.GET_CURRENT_UID_GID, true),
                new HalfBuiltin("uid", Helper.GET_CURRENT_UID_GID, false),
                new StackBuiltin("kstack", false),
                new StackBuiltin("ustack", true),
                new NsecsBuiltin(),
                new ProbeBuiltin(),
                new RetvalBuiltin(),
                new UsermodeBuiltin(),
                new UsernameBuiltin(),
                // Functions
                new CatFunction(),
                new ClearFunction(),
                new DeleteFunction(),
                new ExitFunction(),
                new FailFunction(),
                new HasKeyFunction(),
                new JoinFunction(),
                new KaddrFunction(),
                new KsymFunction(),
                new LenFunction(),
                new MacaddrFunction(),
                new NtopFunction(),
                new PrintFunction(),
                new PrintfFunction(),
                new RegisterFunction(),
                new StrFunction(),
                new StrftimeFunction(),
                new UsymFunction(),
                new SystemFunction(),
                new TimeFunction(),
                new ZeroFunction(),
                new UaddrFunction(),
                new AddressSpaceFunction("kptr", Type.AddressSpace.KERNEL),
                new AddressSpaceFunction("uptr", Type.AddressSpace.USER),
                // Known when a script is compiled
                new StaticAssertFunction(),
                new TypePredicate(TypePredicate.Kind.ARRAY),
                new TypePredicate(TypePredicate.Kind.INTEGER),
                new TypePredicate(TypePredicate.Kind.LITERAL),
                new TypePredicate(TypePredicate.Kind.POINTER),
                new TypePredicate(TypePredicate.Kind.STRING),
                new TypePredicate(TypePredicate.Kind.UNSIGNED_INTEGER),
                // Map functions
                new AvgFunction(),
                new CountFunction(),
                new HistFunction(),
                new LhistFunction(),
                new ExtremeFunction("max"),
                new ExtremeFunction("min"),
                new SumFunction());
    }
}
