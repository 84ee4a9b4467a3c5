package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.source.Span;
import dev.skep.lang.target.TracepointFormat.Field;

/**
 * An event's fields become loads from the context. A tracepoint's context is the event's record; a raw tracepoint's is an
 * array of 64-bit words, of which a narrow argument takes the lower part (in typed raw tracepoints the verifier wants
 * the whole word loaded).
 */
final class FieldAccess extends Expansion {
    /** The lower half of a {@code __data_loc} word is the offset, the upper half the length. */
    private static final long LOCATION_OFFSET = 0xffff;

    private static final int LOCATION_SIZE = 4;

    private final IrProgram program;
    private final IrFunction function;
    private final boolean words;

    FieldAccess(IrProgram program, IrFunction function, Expansion next) {
        super(function, next);
        this.program = program;
        this.function = function;
        words = program.type() == ProgramType.RAW_TRACEPOINT || program.type() == ProgramType.TRACING;
    }

    @Override
    boolean expand(Inst inst) {
        if (inst instanceof Inst.EventField access) {
            value(access.dst(), field(access.field()), access.span());
            return true;
        }
        if (inst instanceof Inst.EventFieldAddress access) {
            address(access.dst(), field(access.field()), access.span());
            return true;
        }
        return false;
    }

    private void value(Reg dst, Field field, Span span) {
        Width width = Width.ofBytes(field.size());
        if (!words) {
            add(new Inst.Load(dst, width, field.signed() && width != Width.DOUBLE, context(), field.offset(), span));
        } else if (width == Width.DOUBLE) {
            add(new Inst.Load(dst, width, false, context(), field.offset(), span));
        } else {
            Reg word = load(Width.DOUBLE, context(), field.offset(), span);
            add(new Inst.Extend(dst, word, field.size() * 8, field.signed(), span));
        }
    }

    private void address(Reg dst, Field field, Span span) {
        switch (field.storage()) {
            case VALUE, ARRAY -> add(new Inst.Binary(dst, BinaryOp.ADD, context(), Operand.of(field.offset()), span));
            case DATA_LOC -> add(new Inst.Binary(dst, BinaryOp.ADD, context(), location(field, span), span));
            case REL_LOC -> {
                Reg end = binary(BinaryOp.ADD, context(), Operand.of(field.offset() + LOCATION_SIZE), span);
                add(new Inst.Binary(dst, BinaryOp.ADD, end, location(field, span), span));
            }
        }
    }

    private Reg location(Field field, Span span) {
        Reg word = load(Width.WORD, context(), field.offset(), span);
        return binary(BinaryOp.AND, word, Operand.of(LOCATION_OFFSET), span);
    }

    private Reg context() {
        return function.parameters().getFirst();
    }

    private Field field(String name) {
        Field field = program.fields().get().field(name);
        if (field == null) {
            throw new IllegalStateException(program.probe() + " has no field " + name);
        }
        return field;
    }
}
