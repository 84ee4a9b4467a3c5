package dev.skep.lang.lower;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.CompiledScript.Loss;

/** Counts what a program could not do. All of it lies off the way that programs usually take. */
final class Losses {
    /** {@code E2BIG}: what inserting into a full hash returns. */
    private static final long FULL = -7;

    private final Lowering lowering;
    private final IrBuilder ir;

    Losses(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** Counts one loss, and goes on. */
    void count(Loss loss) {
        count(Operand.of(loss.ordinal()));
    }

    /** Counts an update that a map refused, by its reason, and goes on. */
    void countRefused(Operand error) {
        Variable loss = ir.declareVariable("loss");
        Block other = ir.newBlock();
        Block known = ir.newBlock();
        ir.write(loss, Operand.of(Loss.MAP_FULL.ordinal()));
        ir.branch(Condition.EQ, error, Operand.of(FULL), known, other);
        ir.seal(other);
        ir.position(other);
        ir.write(loss, Operand.of(Loss.CONTENTION.ordinal()));
        ir.jump(known);
        ir.seal(known);
        ir.position(known);
        count(ir.read(loss));
    }

    /** Notes an exit() that user space does not hear of, and goes on. */
    void noteExit(int code) {
        Reg counter = counter(Operand.of(Loss.EXIT.ordinal()));
        ifFound(counter, () -> ir.store(Width.DOUBLE, counter, 0, Operand.of(code + 1)));
    }

    private void count(Operand index) {
        Reg counter = counter(index);
        ifFound(counter, () -> ir.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, counter, 0, Operand.of(1)));
    }

    private Reg counter(Operand index) {
        Reg key = ir.slotAddress(lowering.lossKey());
        ir.store(Width.WORD, key, 0, index);
        return ir.mapLookup(lowering.script().losses(), key);
    }

    private void ifFound(Reg counter, Runnable then) {
        Block found = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, counter, Operand.of(0), found, done);
        ir.seal(found);
        ir.position(found);
        then.run();
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }
}
