package dev.skep.lang.plan;

/**
 * Rows of the category raw_syscalls. Where the kernel keeps a call's arguments is told by {@code syscall_get_arguments} in
 * {@code arch/ARCH/include/asm/syscall.h}; a 32-bit call on x86 passes them in other registers.
 */
final class SystemCallRows {
    static final String RAW_SYSCALLS = """
            sys_enter(struct pt_regs *regs, long id)
              id = args.id
              args = (curtask->thread_info.status & 2) == 0 ? (args.regs->di, args.regs->si, args.regs->dx, args.regs->r10, args.regs->r8, args.regs->r9) : (args.regs->bx, args.regs->cx, args.regs->dx, args.regs->si, args.regs->di, args.regs->bp)
              args = (args.regs->orig_x0, args.regs->regs[1], args.regs->regs[2], args.regs->regs[3], args.regs->regs[4], args.regs->regs[5])
            sys_exit(struct pt_regs *regs, long ret)
              id = (int32)args.regs->orig_ax
              id = args.regs->syscallno
              ret = args.ret
            """;

    private SystemCallRows() {}
}
