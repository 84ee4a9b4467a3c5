package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.source.Span;
import java.util.List;

/** Operations on maps and ring buffers become calls of helpers. */
final class MapOperations extends Expansion {
    private static final Operand NO_FLAGS = Operand.of(0);

    MapOperations(IrFunction function, Expansion next) {
        super(function, next);
    }

    @Override
    boolean expand(Inst inst) {
        Span span = inst.span();
        if (inst instanceof Inst.MapLookup lookup) {
            call(lookup.dst(), Helper.MAP_LOOKUP_ELEM, span, map(lookup.map(), span), lookup.key());
        } else if (inst instanceof Inst.MapUpdate update) {
            Reg map = map(update.map(), span);
            Operand flags = Operand.of(update.flags());
            call(update.dst(), Helper.MAP_UPDATE_ELEM, span, map, update.key(), update.value(), flags);
        } else if (inst instanceof Inst.MapDelete delete) {
            call(delete.dst(), Helper.MAP_DELETE_ELEM, span, map(delete.map(), span), delete.key());
        } else if (inst instanceof Inst.RingReserve reserve) {
            Operand size = Operand.of(reserve.size());
            call(reserve.dst(), Helper.RINGBUF_RESERVE, span, map(reserve.map(), span), size, NO_FLAGS);
        } else if (inst instanceof Inst.RingSubmit submit) {
            call(Helper.RINGBUF_SUBMIT, span, submit.record(), NO_FLAGS);
        } else if (inst instanceof Inst.RingDiscard discard) {
            call(Helper.RINGBUF_DISCARD, span, discard.record(), NO_FLAGS);
        } else {
            return false;
        }
        return true;
    }

    private void call(Reg dst, Helper helper, Span span, Operand... arguments) {
        add(new Inst.Call(dst, helper, List.of(arguments), span));
    }
}
