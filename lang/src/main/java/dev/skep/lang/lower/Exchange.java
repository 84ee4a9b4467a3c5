package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.CompiledScript.Loss;

/**
 * Changes a 64-bit word by compare and exchange (kernel 5.12): what memory held is worked on and put back if it is still
 * there, else it is tried again with what is there now. After {@value #TRIES} tries the update is given up and counted.
 */
abstract class Exchange {
    static final int TRIES = 16;

    private final Lowering lowering;
    private final IrBuilder ir;

    Exchange(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * What is to become of a value.
     *
     * @param keep where to go if it is to stay
     */
    abstract Operand next(Operand before, Block keep);

    /** Goes on behind the exchange. */
    final void lower(Reg base, int offset) {
        Variable value = ir.declareVariable("value");
        Variable tries = ir.declareVariable("tries");
        Block attempt = ir.newBlock();
        Block done = ir.newBlock();
        Block again = ir.newBlock();
        Block lost = ir.newBlock();
        ir.write(value, ir.load(Width.DOUBLE, false, base, offset));
        ir.write(tries, Operand.of(TRIES));
        ir.jump(attempt);
        ir.position(attempt);
        Operand before = ir.read(value);
        Operand after = next(before, done);
        Reg found = ir.compareExchange(Width.DOUBLE, base, offset, before, after);
        ir.branch(Condition.EQ, found, before, done, again);
        ir.seal(again);
        ir.position(again);
        Reg left = ir.binary(BinaryOp.SUB, ir.read(tries), Operand.of(1));
        ir.write(value, found);
        ir.write(tries, left);
        ir.branch(Condition.NE, left, Operand.of(0), attempt, lost);
        ir.seal(attempt);
        ir.seal(lost);
        ir.position(lost);
        lowering.count(Loss.CONTENTION);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }
}
