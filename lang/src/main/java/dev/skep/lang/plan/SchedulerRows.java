package dev.skep.lang.plan;

/**
 * Rows of the categories sched, task and signal. The state that a task is switched off in has none: kernels tell that of a
 * frozen task in two ways (6.14 and its backports against 6.1), and nothing in their types says in which.
 */
final class SchedulerRows {
    static final String SCHED = """
            sched_switch(bool preempt, struct task_struct *prev, struct task_struct *next, unsigned int prev_state)
              prev_comm = args.prev->comm
              prev_pid = args.prev->pid
              prev_prio = args.prev->prio
              next_comm = args.next->comm
              next_pid = args.next->pid
              next_prio = args.next->prio
            sched_wakeup, sched_wakeup_new, sched_waking(struct task_struct *p)
              comm = args.p->comm
              pid = args.p->pid
              prio = args.p->prio
              target_cpu = args.p->thread_info.cpu
              target_cpu = args.p->cpu
            sched_migrate_task(struct task_struct *p, int dest_cpu)
              comm = args.p->comm
              pid = args.p->pid
              prio = args.p->prio
              orig_cpu = args.p->thread_info.cpu
              orig_cpu = args.p->cpu
              dest_cpu = args.dest_cpu
            sched_process_exit(struct task_struct *p, bool group_dead)
              comm = args.p->comm
              pid = args.p->pid
              prio = args.p->prio
              group_dead = args.group_dead
            sched_process_free(struct task_struct *p)
              comm = args.p->comm
              pid = args.p->pid
              prio = args.p->prio
            sched_process_wait(struct pid *pid)
              comm = curtask->comm
              pid = (uint64)args.pid == 0 ? 0 : args.pid->numbers[0].nr
              prio = curtask->prio
            sched_process_fork(struct task_struct *parent, struct task_struct *child)
              parent_comm = args.parent->comm
              parent_pid = args.parent->pid
              child_comm = args.child->comm
              child_pid = args.child->pid
            sched_process_exec(struct task_struct *p, pid_t old_pid, struct linux_binprm *bprm)
              filename = str(args.bprm->filename)
              pid = args.p->pid
              old_pid = args.old_pid
            sched_prepare_exec(struct task_struct *p, struct linux_binprm *bprm)
              interp = str(args.bprm->interp)
              filename = str(args.bprm->filename)
              pid = args.p->pid
              comm = args.p->comm
            sched_stat_runtime(struct task_struct *p, u64 runtime, u64 vruntime)
              comm = args.p->comm
              pid = args.p->pid
              runtime = args.runtime
              vruntime = args.vruntime
            sched_stat_wait, sched_stat_sleep, sched_stat_iowait, sched_stat_blocked(struct task_struct *p, u64 delay)
              comm = args.p->comm
              pid = args.p->pid
              delay = args.delay
            """;

    static final String TASK = """
            task_newtask(struct task_struct *task, unsigned long clone_flags)
              pid = args.task->pid
              comm = args.task->comm
              clone_flags = args.clone_flags
              oom_score_adj = args.task->signal->oom_score_adj
            task_rename(struct task_struct *task, const char *comm)
              pid = args.task->pid
              oldcomm = args.task->comm
              newcomm = str(args.comm)
              oom_score_adj = args.task->signal->oom_score_adj
            """;

    /** Of the two smallest addresses there is nothing to read: they stand for a user's signal and the kernel's. */
    static final String SIGNAL = """
            signal_generate(int sig, struct kernel_siginfo *info, struct task_struct *task, int group, int result)
              sig = args.sig
              errno = (uint64)args.info <= 1 ? 0 : args.info->si_errno
              code = (uint64)args.info == 0 ? 0 : (uint64)args.info == 1 ? 128 : args.info->si_code
              comm = args.task->comm
              pid = args.task->pid
              group = args.group
              result = args.result
            signal_deliver(int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
              sig = args.sig
              errno = (uint64)args.info <= 1 ? 0 : args.info->si_errno
              code = (uint64)args.info == 0 ? 0 : (uint64)args.info == 1 ? 128 : args.info->si_code
              sa_handler = (uint64)args.ka->sa.sa_handler
              sa_flags = args.ka->sa.sa_flags
            """;

    private SchedulerRows() {}
}
