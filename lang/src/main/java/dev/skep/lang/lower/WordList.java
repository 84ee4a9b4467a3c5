package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.type.Type;

/**
 * Reads strings that a list of addresses leads to, as {@code argv} is one: up to an address of 0, and as many as an event
 * has places for. An address that cannot be read ends the list and is counted; a string that cannot be read is empty and is
 * counted.
 */
final class WordList {
    private final Lowering lowering;
    private final IrBuilder ir;
    private final boolean user;

    /** @param space whose memory it is */
    WordList(Lowering lowering, Type.AddressSpace space) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.user = space == Type.AddressSpace.USER;
    }

    /** Reads the list at an address into a record: how many there are, and the strings behind. */
    void read(Operand list, EventSchema schema, Reg record) {
        int places = schema.fields().size() - 1;
        int count = schema.offsets().getFirst();
        Join done = new Join(ir);
        Join failed = new Join(ir);
        Reg slot = ir.slotAddress(ir.newSlot(Long.BYTES, "address of a word"));
        ir.store(Width.DOUBLE, record, count, Operand.of(0));
        for (int i = 0; i <= places; i++) {
            Operand at = i == 0 ? list : ir.binary(BinaryOp.ADD, list, Operand.of(Long.BYTES * (long) i));
            Reg result =
                    ir.call(user ? Helper.PROBE_READ_USER : Helper.PROBE_READ_KERNEL, slot, Operand.of(Long.BYTES), at);
            Block readable = ir.newBlock();
            Block word = ir.newBlock();
            ir.branch(Condition.SLT, result, Operand.of(0), failed.block(), readable);
            ir.seal(readable);
            ir.position(readable);
            Reg address = ir.load(Width.DOUBLE, false, slot, 0);
            ir.branch(Condition.EQ, address, Operand.of(0), done.block(), word);
            ir.seal(word);
            ir.position(word);
            ir.store(Width.DOUBLE, record, count, Operand.of(i + 1));
            if (i < places) {
                int size = schema.fields().get(i + 1).size();
                Place place = new Place(record, schema.offsets().get(i + 1), false);
                Helper helper = user ? Helper.PROBE_READ_USER_STR : Helper.PROBE_READ_KERNEL_STR;
                lowering.readString(helper, address, Operand.of(size), size, place);
            }
        }
        done.jump();
        failed.enter();
        lowering.count(Loss.READ);
        done.jump();
        done.enter();
    }
}
