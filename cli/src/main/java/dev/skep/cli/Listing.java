package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.probe.ProbeEntry;
import dev.skep.lang.probe.ProbeListing;
import dev.skep.lang.probe.ProbeProviders;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.value.TextBuffer;
import dev.skep.trace.KernelTarget;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** {@code -l}: the probes that match a pattern, or those of a program; with {@code -v} what {@code args} has. */
final class Listing {
    private final CommandLine line;
    private final Messages messages;

    Listing(CommandLine line, Messages messages) {
        this.line = line;
        this.messages = messages;
    }

    int run() throws UsageException, CommandException, IOException {
        List<String> operands = line.operands();
        boolean program =
                line.has(Option.EXPRESSION) || (!operands.isEmpty() && new File(operands.getFirst()).isFile());
        if (!program && operands.size() > 1) {
            throw new UsageException("-l takes one pattern: quote it, the shell expands '*'");
        }
        try (KernelTarget target = new KernelTarget()) {
            return program
                    ? ofProgram(Program.of(line), target)
                    : matching(operands.isEmpty() ? "" : operands.getFirst(), target);
        }
    }

    private int matching(String patterns, KernelTarget target) throws IOException {
        ProbeListing listing = new ProbeListing(new ProbeProviders(), target);
        int found = 0;
        int start = 0;
        while (start <= patterns.length()) {
            int comma = patterns.indexOf(',', start);
            int end = comma < 0 ? patterns.length() : comma;
            ProbeListing.Result result =
                    listing.list(patterns.substring(start, end).strip());
            print(result.entries());
            found += result.entries().size();
            for (String hint : result.hints()) {
                messages.hint(hint);
            }
            start = end + 1;
        }
        return found > 0 ? Exit.OK : Exit.FAILED;
    }

    private void print(List<ProbeEntry> entries) throws IOException {
        TextBuffer out = new TextBuffer();
        for (ProbeEntry entry : entries) {
            out.append(entry.name()).append('\n');
            if (line.has(Option.VERBOSE)) {
                for (String argument : entry.arguments()) {
                    out.append("    ").append(argument).append('\n');
                }
            }
        }
        out.writeTo(Terminal.output());
    }

    private int ofProgram(Program program, KernelTarget target) throws IOException {
        CompileOptions options = CompileOptions.DEFAULT.withParameters(program.parameters());
        Compilation compilation = new Compiler(target, options, StageListener.NONE).compile(program.source());
        messages.diagnostics(
                compilation.diagnostics().all(), compilation.diagnostics().dropped());
        CompiledScript script = compilation.script();
        if (script == null) {
            return Exit.FAILED;
        }
        TextBuffer out = new TextBuffer();
        for (CompiledScript.Probe probe : script.probes()) {
            out.append(probe.point().name()).append('\n');
        }
        out.writeTo(Terminal.output());
        return Exit.OK;
    }
}
