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
                new HasCpidBuiltin(child != 0),
                new NcpusBuiltin(),
                new ElapsedBuiltin(),
                new TaskBuiltin("ppid", "real_parent", "tgid"),
                new TaskBuiltin("pcomm", "real_parent", "comm"),
                new TaskBuiltin("leader_tid", "group_leader", "pid"),
                new TaskBuiltin("leader_comm", "group_leader", "comm"),
                new CtxBuiltin(),
                new CurtaskBuiltin(),
                new FuncBuiltin(),
                new HelperBuiltin("cpu", Helper.GET_SMP_PROCESSOR_ID, Type.Int.UINT32),
                new HelperBuiltin("numaid", Helper.GET_NUMA_NODE_ID, Type.Int.UINT32),
                new HelperBuiltin("rand", Helper.GET_PRANDOM_U32, Type.Int.UINT32),
                new HelperBuiltin("cgroup", Helper.GET_CURRENT_CGROUP_ID, Type.Int.UINT64),
                new HelperBuiltin("jiffies", Helper.JIFFIES64, Type.Int.UINT64),
                new IdBuiltin("pid", true),
                new IdBuiltin("tid", false),
                new HalfBuiltin("gid", Helper.GET_CURRENT_UID_GID, true),
                new HalfBuiltin("uid", Helper.GET_CURRENT_UID_GID, false),
                new StackBuiltin("kstack", false),
                new StackBuiltin("ustack", true),
                new NsecsBuiltin(),
                new ProbeBuiltin(),
                new RetvalBuiltin(),
                new UsermodeBuiltin(),
                new ProbetypeBuiltin(),
                new UsernameBuiltin(),
                // Functions
                new BufFunction(),
                new CatFunction(),
                new CgroupidFunction(),
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
                new StrncmpFunction(),
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
                new StatsFunction(),
                new SumFunction());
    }
}
