package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Type;

/** Casts: of numbers to numbers, of bytes to numbers and back, of what lies at an address to strings and buffers. */
final class CastLowering {
    private final Lowering lowering;
    private final IrBuilder ir;

    CastLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** A cast to what fits a register. */
    Operand value(Typed.Cast cast) {
        Typed.Expr operand = cast.operand();
        if (Lowering.isMemory(operand.type())) {
            // An array of the same size: its bytes are the number's.
            Place bytes = lowering.memory(operand);
            ir.at(cast.span());
            return lowering.structs().loadOwn(cast.type(), bytes);
        }
        Operand value = lowering.value(operand);
        ir.at(cast.span());
        Type.Int to = Lowering.integer(cast.type());
        return to == null || to.bits() == 64 ? value : ir.extend(value, to.bits(), to.signed());
    }

    /** A cast to what lies in memory: the operand's bytes, cut or filled up with zeros. */
    void valueInto(Typed.Cast cast, MemoryLowering target, Place place) {
        Typed.Expr operand = cast.operand();
        Type to = cast.type();
        if (to instanceof Type.Str string) {
            string(string, operand, place);
        } else if (to instanceof Type.Buffer buffer) {
            buffer(buffer, operand, place);
        } else if (Lowering.isMemory(operand.type())) {
            Place from = lowering.memory(operand);
            ir.at(cast.span());
            ir.copyBytes(place.base(), place.offset(), from.base(), from.offset(), to.size());
        } else {
            Operand value = lowering.value(operand);
            ir.at(cast.span());
            lowering.writeBytes(value, operand.type().size(), place);
        }
        target.padBehind(to);
    }

    private void string(Type.Str to, Typed.Expr operand, Place place) {
        Location from = from(operand);
        int capacity = to.capacity();
        if (!from.isOwn()) {
            lowering.readString(from.stringReader(), from.address(ir), Operand.of(capacity), capacity, place);
        } else if (operand.type() instanceof Type.Str) {
            int size = Math.min(capacity, operand.type().size());
            copy(from.place(ir), size, place);
            lowering.zeroIfPadded(place.at(size), capacity - size);
        } else {
            // The bytes need not end with a NUL, and what follows one is no part of the string.
            int size = Math.min(capacity, operand.type().size() + 1);
            Place whole = new Place(ir.slotAddress(ir.newSlot(size, "string")), 0, true);
            copy(from.place(ir), size, whole);
            lowering.readString(Helper.PROBE_READ_KERNEL_STR, whole.base(), Operand.of(size), capacity, place);
        }
    }

    /** Copies so many bytes, the last of which becomes a NUL. */
    private void copy(Place from, int size, Place to) {
        ir.copyBytes(to.base(), to.offset(), from.base(), from.offset(), size - 1);
        ir.store(Width.BYTE, to.base(), to.offset() + size - 1, Operand.of(0));
    }

    private void buffer(Type.Buffer to, Typed.Expr operand, Place place) {
        Location from = from(operand);
        int length = Math.min(to.capacity(), readable(operand, to.capacity()));
        Place data = place.at(Type.Buffer.DATA);
        ir.store(Width.WORD, place.base(), place.offset(), Operand.of(length));
        if (from.isOwn()) {
            Place bytes = from.place(ir);
            ir.copyBytes(data.base(), data.offset(), bytes.base(), bytes.offset(), length);
        } else if (length > 0) {
            lowering.structs().read(from, length, data);
        }
        lowering.zeroIfPadded(data.at(length), to.size() - Type.Buffer.DATA - length);
    }

    /** Copies so many bytes into a buffer, or all that it holds. What cannot be read leaves it empty. */
    void bytes(Type.Buffer to, Typed.Expr data, Operand length, Place place) {
        Location from = from(data);
        Operand count = length instanceof Operand.Const ? length : lowering.atMost(length, to.capacity());
        Place bytes = place.at(Type.Buffer.DATA);
        ir.store(Width.WORD, place.base(), place.offset(), count);
        if (from.isOwn() && count instanceof Operand.Const) {
            Place own = from.place(ir);
            ir.copyBytes(bytes.base(), bytes.offset(), own.base(), own.offset(), to.capacity());
            lowering.zeroIfPadded(bytes.at(to.capacity()), to.size() - Type.Buffer.DATA - to.capacity());
            return;
        }
        lowering.zeroIfPadded(bytes, to.size() - Type.Buffer.DATA);
        Helper reader = from.isOwn() ? Helper.PROBE_READ_KERNEL : from.reader();
        Reg result = ir.call(reader, lowering.address(bytes), count, from.address(ir));
        Block failed = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.SLT, result, Operand.of(0), failed, done);
        ir.seal(failed);
        ir.position(failed);
        lowering.count(Loss.READ);
        ir.store(Width.WORD, place.base(), place.offset(), Operand.of(0));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** How many bytes an operand has; behind an address, as many as are wanted. */
    private static int readable(Typed.Expr operand, int wanted) {
        return operand.type() instanceof Type.Pointer ? wanted : operand.type().size();
    }

    private Location from(Typed.Expr operand) {
        if (operand.type() instanceof Type.Pointer pointer) {
            Operand address = lowering.value(operand);
            ir.at(operand.span());
            return Location.at(address, pointer.space());
        }
        Place place = lowering.memory(operand);
        ir.at(operand.span());
        return Location.of(place);
    }
}
