package dev.skep.cli;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.kernel.program.Verdict;
import dev.skep.trace.KernelTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code -d verifier}: has the kernel's verifier look at the programs, without attaching them, and gives its log, in which the
 * lines of the source stand between the instructions. Of tracepoints whose programs are equal one is looked at.
 */
final class Verifying {
    private final ObjectSpec object;
    private boolean accepted = true;

    Verifying(ObjectSpec object) {
        this.object = object;
    }

    /** Loads the programs, closes them, and returns the text. */
    String run(KernelTarget target) {
        Map<List<Object>, List<ProgramSpec>> alike = new LinkedHashMap<>();
        for (ProgramSpec program : object.programs()) {
            // What a tracepoint's program is attached to, the verifier does not know.
            Object attach = program.attach() instanceof AttachSpec.Tracepoint ? "" : program.attach();
            alike.computeIfAbsent(List.of(program.type(), program.functions(), attach), _ -> new ArrayList<>())
                    .add(program);
        }
        List<ProgramSpec> different = new ArrayList<>(alike.size());
        for (List<ProgramSpec> programs : alike.values()) {
            different.add(programs.getFirst());
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        List<Verdict> verdicts = target.verify(object, different);
        for (List<ProgramSpec> programs : alike.values()) {
            Verdict verdict = verdicts.get(at++);
            accepted &= verdict.accepted();
            out.append("program ").append(verdict.program());
            if (programs.size() > 1) {
                out.append(" and ").append(programs.size() - 1).append(" more like it");
            }
            out.append(verdict.accepted() ? ": accepted\n" : ": rejected\n").append(verdict.log());
            if (!verdict.log().endsWith("\n")) {
                out.append('\n');
            }
        }
        return out.toString();
    }

    /** Whether all were accepted. */
    boolean accepted() {
        return accepted;
    }
}
