package dev.skep.lang.ir;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.TracepointFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * The program of one probe.
 *
 * @param name unique in the script, a C identifier
 * @param probe the probe's full name as the user sees it: {@code tracepoint:syscalls:sys_enter_openat}
 * @param fields the event's fields; asked only if the program reads one
 * @param functions the main function first; programs that do the same share them
 */
public record IrProgram(
        String name,
        String probe,
        ProgramType type,
        AttachSpec attach,
        Supplier<TracepointFormat> fields,
        List<IrFunction> functions) {
    public IrProgram {
        functions = List.copyOf(functions);
    }

    public IrFunction main() {
        return functions.getFirst();
    }
}
