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
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Aggregate;

/**
 * Reads what the CPUs kept of an aggregate and merges it, as {@link dev.skep.lang.value.AggregateValue} does in user space.
 * Needs {@code bpf_map_lookup_percpu_elem} (kernel 5.19).
 */
final class AggregateReading {
    /** Instructions for one CPU, about. */
    private static final int SIZE = 16;

    private static final int SECOND = 8;

    private final Lowering lowering;
    private final IrBuilder ir;

    AggregateReading(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * The number that stands for an aggregate: a count, a sum, an extreme, a mean cut to a whole number; 0 of nothing.
     *
     * @param keyAddress the address of the element's key
     */
    Operand read(MapLayout layout, Reg keyAddress, Aggregate type, Span span) {
        ir.at(span);
        Variable key = ir.declareVariable("key");
        Variable first = ir.declareVariable("first");
        Variable second = ir.declareVariable("second");
        ir.write(key, keyAddress);
        ir.write(first, Operand.of(0));
        ir.write(second, Operand.of(0));
        int cpus = lowering.program().target().possibleCpus();
        lowering.loops().repeat(cpus, SIZE, span, new Round() {
            @Override
            void lower(Lowering in, Operand cpu) {
                IrBuilder code = in.ir().at(span);
                Reg map = code.mapReference(layout.name());
                Operand at = code.read(in.local(key, lowering));
                Reg part = code.call(Helper.MAP_LOOKUP_PERCPU_ELEM, map, at, cpu);
                Block found = code.newBlock();
                Block done = code.newBlock();
                code.branch(Condition.NE, part, Operand.of(0), found, done);
                code.seal(found);
                code.position(found);
                add(type, part, in.local(first, lowering), in.local(second, lowering), code);
                code.jump(done);
                code.seal(done);
                code.position(done);
            }
        });
        return result(type, ir.read(first), ir.read(second));
    }

    /** Adds one CPU's part to what there is. */
    private static void add(Aggregate type, Reg part, Variable first, Variable second, IrBuilder ir) {
        Reg own = ir.load(Width.DOUBLE, false, part, 0);
        if (!(type instanceof Aggregate.Min || type instanceof Aggregate.Max)) {
            ir.write(first, ir.binary(BinaryOp.ADD, ir.read(first), own));
        }
        if (type instanceof Aggregate.Avg) {
            Reg count = ir.load(Width.DOUBLE, false, part, SECOND);
            ir.write(second, ir.binary(BinaryOp.ADD, ir.read(second), count));
        } else if (type instanceof Aggregate.Min || type instanceof Aggregate.Max) {
            Reg touched = ir.load(Width.DOUBLE, false, part, SECOND);
            ir.write(second, ir.binary(BinaryOp.OR, ir.read(second), touched));
            // As they are stored, what nobody touched is the smallest and the winner the greatest unsigned number.
            Operand before = ir.read(first);
            Block more = ir.newBlock();
            Block done = ir.newBlock();
            ir.branch(Condition.UGT, own, before, more, done);
            ir.seal(more);
            ir.position(more);
            ir.write(first, own);
            ir.jump(done);
            ir.seal(done);
            ir.position(done);
        }
    }

    private Operand result(Aggregate type, Operand first, Operand second) {
        if (type instanceof Aggregate.Avg avg) {
            // A division by 0 is 0 here, and the count is never -1.
            return ir.binary(avg.signed() ? BinaryOp.SDIV : BinaryOp.UDIV, first, second);
        }
        if (type instanceof Aggregate.Min min) {
            return ifTouched(second, first, min.stored(0));
        }
        return type instanceof Aggregate.Max max ? ifTouched(second, first, max.stored(0)) : first;
    }

    /** The stored extreme as its number, or 0 if there is none. */
    private Operand ifTouched(Operand touched, Operand stored, long mask) {
        Variable result = ir.declareVariable("extreme");
        Block some = ir.newBlock();
        Block done = ir.newBlock();
        ir.write(result, Operand.of(0));
        ir.branch(Condition.NE, touched, Operand.of(0), some, done);
        ir.seal(some);
        ir.position(some);
        ir.write(result, ir.binary(BinaryOp.XOR, stored, Operand.of(mask)));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }
}
