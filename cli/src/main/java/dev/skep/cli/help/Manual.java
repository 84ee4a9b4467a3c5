package dev.skep.cli.help;

import dev.skep.cli.option.Option;

/** The manual page skep(1), in the man(7) macros; {@code docs/skep.1} is this text, and a test holds that. */
public final class Manual {
    private static final String HEAD = """
            .\\" Made from the option table: skep --manual
            .TH SKEP 1 "" "%s" "User Commands"
            .SH NAME
            skep \\- trace a running Linux system with programs in the bpftrace language
            .SH SYNOPSIS
            .B skep
            .RI [ OPTION ]... " FILE " [ PARAMETER ]...
            .br
            .B skep
            .RI [ OPTION ]...
            .B \\-e
            .IR PROGRAM " [" PARAMETER ]...
            .br
            .B skep
            .RI [ OPTION ]...
            .B \\-l
            .RI [ PATTERN ]
            .SH DESCRIPTION
            .B skep
            compiles a program to BPF, loads it into the running kernel, attaches it to the probes that it names and prints what
            it finds, until it is interrupted (Ctrl-C, SIGTERM), the program calls exit(), or the command of
            .B \\-c
            or the process of
            .B \\-p
            ends. Then the end probes run and the maps are printed. A second Ctrl-C stops at once.
            .PP
            What the program prints goes to standard output; how many probes are attached, warnings, errors and counts of what
            was lost go to standard error. Control characters in what comes from the traced system are escaped on a terminal.
            .SH OPTIONS
            """;

    private static final String TAIL = """
            .SH EXIT STATUS
            .TP
            .B 0
            The program ran and was ended.
            .TP
            .I N
            The program called exit(N).
            .TP
            .B 1
            The program could not be compiled, loaded or attached, or the command line was wrong; nothing is left attached.
            .SH ENVIRONMENT
            .TP
            .B JAVA_HOME
            A JDK of release 25 or later; without it one is looked for in /usr/lib/jvm and through PATH.
            .TP
            .B SKEP_JAVA_OPTIONS
            More options for the JVM, such as \\-Xmx256m where maps are very large.
            .TP
            .B BPFTRACE_COLOR
            always, never or auto: whether the words ERROR and WARNING are coloured.
            .SH NOTES
            Tracing needs root, or the capabilities CAP_BPF, CAP_PERFMON and CAP_DAC_READ_SEARCH.
            .SH EXAMPLES
            .TP
            Which process opens which file:
            skep \\-e 'tracepoint:syscalls:sys_enter_openat { printf("%s %s\\en", comm, str(args.filename)); }'
            .TP
            System calls by process name:
            skep \\-e 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'
            .TP
            The fields of a tracepoint:
            skep \\-lv tracepoint:syscalls:sys_enter_read
            .SH SEE ALSO
            .BR bpftrace (8),
            .BR bpf (2)
            """;

    private Manual() {}

    /**
     * The whole page.
     *
     * @param version as {@code --version} prints it
     */
    public static String page(String version) {
        StringBuilder out = new StringBuilder(HEAD.replace("%s", version));
        for (Option option : Option.values()) {
            out.append(".TP\n");
            if (option.letter() != '\0') {
                out.append("\\fB\\-").append(option.letter()).append("\\fR, ");
            }
            out.append("\\fB\\-\\-").append(escape(option.word())).append("\\fR");
            if (option.argument() != null) {
                out.append(" \\fI").append(option.argument()).append("\\fR");
            }
            out.append('\n').append(sentence(escape(option.help()))).append('\n');
        }
        return out.append(TAIL).toString();
    }

    private static String sentence(String text) {
        String first = Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
        return first.startsWith("'") ? "\\&" + first : first;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
