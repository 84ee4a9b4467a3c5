package dev.skep.lang.emit;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.List;

/** Programs made of the IR's text, for tests of emission. */
final class Emitting {
    /** A field of each kind. */
    static final TracepointFormat FIELDS = new TracepointFormat(List.of(
            new Field("count", "size_t", 16, 8, false, Storage.VALUE),
            new Field("fd", "int", 24, 4, true, Storage.VALUE),
            new Field("flags", "unsigned short", 28, 2, false, Storage.VALUE),
            new Field("comm", "char", 32, 16, false, Storage.ARRAY),
            new Field("name", "char", 48, 4, false, Storage.DATA_LOC),
            new Field("path", "char", 52, 4, false, Storage.REL_LOC)));

    private Emitting() {}

    static IrProgram program(ProgramType type, String text) {
        List<IrFunction> functions = IrParser.parseAll(text);
        IrProgram program = new IrProgram("p0", "test", type, new AttachSpec.Manual(), () -> FIELDS, functions);
        IrVerifier.verify(program);
        return program;
    }

    static Emission emit(IrProgram program, IsaLevel isa) {
        try {
            return new Emitter(new Emitter.Options(isa, 32, true)).emit(program);
        } catch (TooBigException | MissingInstructionException e) {
            throw new AssertionError(e);
        }
    }

    /** Optimises and emits. */
    static Emission compile(ProgramType type, String text, IsaLevel isa) {
        IrProgram program = program(type, text);
        new Optimiser().run(program, (pass, function) -> IrVerifier.verify(function));
        return emit(program, isa);
    }
}
