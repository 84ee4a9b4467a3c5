package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;

/**
 * Takes stacks with {@code bpf_get_stackid}. The kernel's map has one place for each hash: a stack whose place is taken goes
 * to a second map, in which only such ones are; if its place is taken there too, it is counted as lost.
 */
public final class StackLowering {
    /** {@code EEXIST}: another stack has the place. */
    private static final long TAKEN = -17;
    /** {@code BPF_F_USER_STACK}. */
    private static final long USER = 1 << 8;

    private final Lowering lowering;
    private final IrBuilder ir;

    StackLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** The current stack, as {@link Type.Stack} says. */
    public Operand take(Typed.Call call) {
        Type.Stack type = (Type.Stack) call.type();
        Operand stored = take(type);
        if (type.user() && type.mode().isNamed()) {
            announce(stored, type, call.span());
        }
        return stored;
    }

    private void announce(Operand stored, Type.Stack type, Span span) {
        Block taken = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.SGT, stored, Operand.of(0), taken, done);
        ir.seal(taken);
        ir.position(taken);
        lowering.sightings()
                .note(stored, type, span, record -> ir.store(Width.DOUBLE, record, EventSchema.HEADER, stored));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    private Operand take(Type.Stack type) {
        int first = lowering.script().stacks(type);
        Operand process = type.user() ? process() : Operand.of(0);
        Variable result = ir.declareVariable("stack");
        Block taken = ir.newBlock();
        Block done = ir.newBlock();
        Reg id = get(type, first);
        ir.write(result, place(id, process, first));
        ir.branch(Condition.EQ, id, Operand.of(TAKEN), taken, done);
        ir.seal(taken);
        ir.position(taken);
        retake(type, process, first + 1, result);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    /** How many frames the current stack has. */
    public Operand length(Type.Stack type) {
        int size = type.limit() * Long.BYTES;
        Slot frames = ir.newSlot(size, "frames");
        Reg bytes = ir.call(
                Helper.GET_STACK,
                lowering.context(),
                ir.slotAddress(frames),
                Operand.of(size),
                Operand.of(type.user() ? USER : 0));
        Variable result = ir.declareVariable("frames");
        Block some = ir.newBlock();
        Block done = ir.newBlock();
        ir.write(result, Operand.of(0));
        ir.branch(Condition.SGT, bytes, Operand.of(0), some, done);
        ir.seal(some);
        ir.position(some);
        ir.write(result, ir.binary(BinaryOp.LSHR, bytes, Operand.of(3)));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    private void retake(Type.Stack type, Operand process, int second, Variable result) {
        Block lost = ir.newBlock();
        Block kept = ir.newBlock();
        Block done = ir.newBlock();
        Reg id = get(type, second);
        ir.write(result, id);
        ir.branch(Condition.SLT, id, Operand.of(0), lost, kept);
        ir.seal(lost);
        ir.seal(kept);
        ir.position(kept);
        ir.write(result, place(id, process, second));
        ir.jump(done);
        ir.position(lost);
        lowering.count(Loss.STACK);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    private Reg get(Type.Stack type, int map) {
        Reg reference = ir.mapReference(lowering.script().stackMap(map));
        return ir.call(Helper.GET_STACKID, lowering.context(), reference, Operand.of(type.user() ? USER : 0));
    }

    /** The current process where {@link Type.Stack} has it. */
    private Operand process() {
        Reg both = ir.call(Helper.GET_CURRENT_PID_TGID);
        return ir.binary(BinaryOp.AND, both, Operand.of(-1L << Type.Stack.PROCESS_SHIFT));
    }

    /** An id with its process and its map; a negative one stays negative, its errno in the lower half. */
    private Operand place(Reg id, Operand process, int map) {
        // Of a negative number the upper half is all ones, whatever is put there.
        Operand all = id;
        if (process instanceof Reg) {
            all = ir.binary(BinaryOp.OR, all, process);
        }
        return ir.binary(BinaryOp.OR, all, Operand.of(map + 1L << Type.Stack.MAP_SHIFT));
    }
}
