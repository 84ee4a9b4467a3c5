package dev.skep.cli.help;

import dev.skep.cli.option.Option;

/** The help text: it teaches by example first, then lists the options. */
public final class Help {
    private static final int COLUMN = 28;

    private static final String HEAD = """
            Skep traces a running Linux system: it compiles a program in the bpftrace language to BPF, runs it in the kernel
            and prints what it finds.

            Usage:
              skep [OPTION]... FILE [PARAMETER]...        run the program in FILE ('-': standard input)
              skep [OPTION]... -e PROGRAM [PARAMETER]...  run PROGRAM
              skep [OPTION]... -l [PATTERN]               list probes

            Examples:
              skep -e 'tracepoint:syscalls:sys_enter_openat { printf("%s %s\\n", comm, str(args.filename)); }'
                  which process opens which file
              skep -e 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'
                  count system calls by process name, until Ctrl-C
              skep -e 't:syscalls:sys_exit_read /args.ret > 0/ { @bytes = hist(args.ret); }' -c 'wc -l /etc/services'
                  the sizes of the reads of one command, as a histogram
              skep -e 'profile:hz:99 { @[kstack] = count(); } interval:s:5 { exit(); }'
                  what the kernel is busy with, sampled for five seconds
              skep -lv 'tracepoint:syscalls:sys_enter_read'
                  the fields of a tracepoint
              skep -l 'tracepoint:sched:*'
                  what there is to trace about the scheduler
              skep --explain -e 't:sched:sched_switch { @[comm] = count(); }'
                  what that would attach, call and need, without running it

            Options:
            """;

    private static final String TAIL = """

            Ctrl-C ends the program: its end probes run and its maps are printed. A second one stops at once.

            Exit codes: 0 the program ran and was ended; N it called exit(N); 1 it could not be compiled or attached, or the
            command line was wrong. Tracing needs root, or CAP_BPF, CAP_PERFMON and CAP_DAC_READ_SEARCH.
            """;

    private Help() {}

    /** The whole text. */
    public static String text() {
        StringBuilder out = new StringBuilder(HEAD);
        for (Option option : Option.values()) {
            int start = out.length();
            out.append(option.letter() == '\0' ? "      " : "  -" + option.letter() + ", ");
            out.append("--").append(option.word());
            if (option.argument() != null) {
                out.append(' ').append(option.argument());
            }
            out.repeat(' ', Math.max(2, COLUMN - (out.length() - start)))
                    .append(option.help())
                    .append('\n');
        }
        return out.append(TAIL).toString();
    }
}
