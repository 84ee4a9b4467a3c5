package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code usym(address)}: the current process's symbol at an address, found in user space. */
final class UsymFunction extends Function {
    private static final int PROCESS = 8;
    private static final int MARK_SHIFT = 42;

    UsymFunction() {
        super("usym");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        Typed.Expr address = Arguments.address(call, context);
        return address == null
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(address), new Type.Rendered(Rendering.USYM), call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        Operand address = lowering.value(call.arguments().getFirst());
        Operand both = ir.call(Helper.GET_CURRENT_PID_TGID);
        Operand process = ir.binary(BinaryOp.LSHR, both, Operand.of(32));
        // Few pairs share a mark with another, and then the process is looked at once.
        Operand mark = ir.binary(BinaryOp.XOR, address, ir.binary(BinaryOp.SHL, process, Operand.of(MARK_SHIFT)));
        lowering.sightings().note(mark, call.type(), call.span(), record -> {
            ir.store(Width.DOUBLE, record, EventSchema.HEADER, address);
            ir.store(Width.DOUBLE, record, EventSchema.HEADER + PROCESS, process);
        });
        ir.store(Width.DOUBLE, place.base(), place.offset(), address);
        ir.store(Width.DOUBLE, place.base(), place.offset() + PROCESS, process);
    }
}
