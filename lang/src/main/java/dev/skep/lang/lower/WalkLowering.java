package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.target.Target;
import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;

/**
 * How the program of an iterator begins. The kernel runs it once more at the end of a walk, without an object: that run is
 * none of the script's. In each other one it writes a byte of output, by which its reader can tell how many objects one
 * read takes, and so takes no more than the ring buffer has room for.
 */
final class WalkLowering {
    private final Lowering lowering;
    private final IrBuilder ir;
    private final Target target;

    WalkLowering(Lowering lowering, Target target) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.target = target;
    }

    /** @param skipped where to go if there is no object */
    void enter(AttachSpec.Iterator iterator, Block skipped) {
        Reg object = load(object(target.types().iterator(iterator.name())).offset());
        taken(Condition.NE, object, Operand.of(0), skipped);
        if (iterator.name().equals("ksym")) {
            symbol(object, skipped);
        }
        // A pinned one writes what the script prints; of cgroups the kernel goes through all in one read, or none.
        if (iterator.pin().isEmpty() && !iterator.name().equals("cgroup")) {
            tick();
        }
    }

    private void taken(Condition condition, Reg left, Operand right, Block skipped) {
        Block taken = ir.newBlock();
        ir.branch(condition, left, right, taken, skipped);
        ir.seal(taken);
        ir.position(taken);
    }

    /**
     * At its end this iterator passes its last object again, as far as it got in looking for one more: a symbol of a module
     * whose position is one ahead ({@code bpf_iter_ksym_seq_stop}, {@code update_iter_mod}; kernel 6.0 to 6.18 at least).
     */
    private void symbol(Reg object, Block skipped) {
        Block modular = ir.newBlock();
        Block taken = ir.newBlock();
        Reg module = field(Width.BYTE, object, "kallsym_iter", "module_name");
        ir.branch(Condition.EQ, module, Operand.of(0), taken, modular);
        ir.seal(modular);
        ir.position(modular);
        Reg position = field(Width.DOUBLE, object, "kallsym_iter", "pos");
        Reg number = field(Width.DOUBLE, load(0), "bpf_iter_meta", "seq_num");
        ir.branch(Condition.EQ, position, number, taken, skipped);
        ir.seal(taken);
        ir.position(taken);
    }

    private Reg field(Width width, Reg base, String struct, String name) {
        Member member = target.types().struct("struct", struct).layout().member(name);
        int offset = member == null ? 0 : member.offset();
        return ir.fieldLoad(width, false, base, new BtfPath(struct, name, offset));
    }

    /** The reader's buffer. */
    static Reg sequence(Lowering lowering) {
        WalkLowering walk = new WalkLowering(lowering, lowering.program().target());
        return walk.field(Width.DOUBLE, walk.load(0), "bpf_iter_meta", "seq");
    }

    private void tick() {
        Reg sequence = sequence(lowering);
        Reg mark = ir.slotAddress(ir.newStackSlot(1, "mark"));
        ir.store(Width.BYTE, mark, 0, Operand.of(0));
        ir.call(Helper.SEQ_WRITE, sequence, mark, Operand.of(1));
    }

    private Reg load(int offset) {
        return ir.load(Width.DOUBLE, false, lowering.context(), offset);
    }

    /** The last pointer of the context: at the end of a walk the kernel passes 0 there. */
    private static Member object(Type.Struct context) {
        Member last = null;
        for (Member member : context.layout().members()) {
            Type type = member.type() instanceof Type.Struct union
                            && !union.layout().members().isEmpty()
                    ? union.layout().members().getFirst().type()
                    : member.type();
            if (type instanceof Type.Pointer) {
                last = member;
            }
        }
        if (last == null) {
            throw new IllegalStateException(context.text() + " has no pointer");
        }
        return last;
    }
}
