package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What differs between the probes that one link serves: a table of it, in a map that programs only read. The attach cookie
 * says which of the probes has fired (kernel 5.15).
 */
final class CookieLowering {
    private final Lowering lowering;
    private final IrBuilder ir;

    CookieLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** The number of the probe that fired. */
    Operand number(List<Long> numbers) {
        ByteBuffer table = ByteBuffer.allocate(numbers.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers.size(); i++) {
            table.putLong(i * Long.BYTES, numbers.get(i));
        }
        Variable result = ir.declareVariable("number of the probe");
        ir.write(result, Operand.of(0));
        Join done = new Join(ir);
        Reg element = at(table, Long.BYTES, numbers.size(), done.block());
        ir.write(result, ir.load(Width.DOUBLE, false, element, 0));
        done.jump();
        done.enter();
        return ir.read(result);
    }

    /** Writes the text of the probe that fired. */
    void text(List<byte[]> texts, int capacity, Place place) {
        int stride = Type.align(capacity, Long.BYTES);
        ByteBuffer table = ByteBuffer.allocate(texts.size() * stride);
        for (int i = 0; i < texts.size(); i++) {
            table.put(i * stride, texts.get(i));
        }
        Join done = new Join(ir);
        Join unknown = new Join(ir);
        Reg text = at(table, stride, texts.size(), unknown.block());
        ir.copyBytes(place.base(), place.offset(), text, 0, capacity);
        done.jump();
        unknown.enter();
        ir.zero(place.base(), place.offset(), capacity);
        done.jump();
        done.enter();
    }

    /** The address of the probe's element in a table. The verifier does not know how many probes the link has. */
    private Reg at(ByteBuffer table, int elementSize, int count, Block outside) {
        Reg cookie = ir.call(Helper.GET_ATTACH_COOKIE, lowering.context());
        Block known = ir.newBlock();
        ir.branch(Condition.ULT, cookie, Operand.of(count), known, outside);
        ir.seal(known);
        ir.position(known);
        Reg base = ir.mapValueAddress(lowering.script().constant(table), 0);
        return ir.binary(BinaryOp.ADD, base, ir.binary(BinaryOp.MUL, cookie, Operand.of(elementSize)));
    }
}
