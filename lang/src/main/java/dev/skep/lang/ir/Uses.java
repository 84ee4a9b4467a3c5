package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import java.util.List;

/** Visits the operands of instructions and terminators, in the order in which the text shows them. */
public abstract class Uses implements InstVisitor<Boolean> {

    /** An operand; a register may come more than once. */
    protected abstract void use(Operand operand);

    public final void visit(Inst inst) {
        inst.accept(this);
    }

    /** The terminator's own operands, then the arguments of its edges. */
    public final void visit(Terminator terminator) {
        if (terminator instanceof Branch branch) {
            use(branch.left());
            use(branch.right());
            all(branch.yes().arguments());
            all(branch.no().arguments());
        } else if (terminator instanceof Jump jump) {
            all(jump.edge().arguments());
        } else if (terminator instanceof Return exit) {
            use(exit.value());
        }
    }

    /** The arguments of an edge. */
    public final void visit(Edge edge) {
        all(edge.arguments());
    }

    private void all(List<Operand> operands) {
        for (int i = 0; i < operands.size(); i++) {
            use(operands.get(i));
        }
    }

    private Boolean uses(Operand one) {
        use(one);
        return true;
    }

    private Boolean uses(Operand one, Operand two) {
        use(one);
        use(two);
        return true;
    }

    @Override
    public final Boolean copy(Inst.Copy inst) {
        return uses(inst.source());
    }

    @Override
    public final Boolean binary(Inst.Binary inst) {
        return uses(inst.left(), inst.right());
    }

    @Override
    public final Boolean negate(Inst.Negate inst) {
        return uses(inst.source());
    }

    @Override
    public final Boolean extend(Inst.Extend inst) {
        return uses(inst.source());
    }

    @Override
    public final Boolean compare(Inst.Compare inst) {
        return uses(inst.left(), inst.right());
    }

    @Override
    public final Boolean slotAddress(Inst.SlotAddress inst) {
        return true;
    }

    @Override
    public final Boolean load(Inst.Load inst) {
        return uses(inst.base());
    }

    @Override
    public final Boolean store(Inst.Store inst) {
        return uses(inst.base(), inst.value());
    }

    @Override
    public final Boolean atomicUpdate(Inst.AtomicUpdate inst) {
        return uses(inst.base(), inst.value());
    }

    @Override
    public final Boolean atomicFetch(Inst.AtomicFetch inst) {
        return uses(inst.base(), inst.value());
    }

    @Override
    public final Boolean compareExchange(Inst.CompareExchange inst) {
        use(inst.base());
        return uses(inst.expected(), inst.value());
    }

    @Override
    public final Boolean zero(Inst.Zero inst) {
        return uses(inst.base());
    }

    @Override
    public final Boolean copyBytes(Inst.CopyBytes inst) {
        return uses(inst.to(), inst.from());
    }

    @Override
    public final Boolean eventField(Inst.EventField inst) {
        return true;
    }

    @Override
    public final Boolean eventFieldAddress(Inst.EventFieldAddress inst) {
        return true;
    }

    @Override
    public final Boolean fieldAddress(Inst.FieldAddress inst) {
        return uses(inst.base());
    }

    @Override
    public final Boolean fieldLoad(Inst.FieldLoad inst) {
        return uses(inst.base());
    }

    @Override
    public final Boolean typeId(Inst.TypeId inst) {
        return true;
    }

    @Override
    public final Boolean mapReference(Inst.MapReference inst) {
        return true;
    }

    @Override
    public final Boolean mapValueAddress(Inst.MapValueAddress inst) {
        return true;
    }

    @Override
    public final Boolean mapLookup(Inst.MapLookup inst) {
        return uses(inst.key());
    }

    @Override
    public final Boolean mapUpdate(Inst.MapUpdate inst) {
        return uses(inst.key(), inst.value());
    }

    @Override
    public final Boolean mapDelete(Inst.MapDelete inst) {
        return uses(inst.key());
    }

    @Override
    public final Boolean call(Inst.Call inst) {
        all(inst.arguments());
        return true;
    }

    @Override
    public final Boolean kernelCall(Inst.KernelCall inst) {
        all(inst.arguments());
        return true;
    }

    @Override
    public final Boolean functionCall(Inst.FunctionCall inst) {
        all(inst.arguments());
        return true;
    }

    @Override
    public final Boolean functionReference(Inst.FunctionReference inst) {
        return true;
    }

    @Override
    public final Boolean ringReserve(Inst.RingReserve inst) {
        return true;
    }

    @Override
    public final Boolean ringSubmit(Inst.RingSubmit inst) {
        return uses(inst.record());
    }

    @Override
    public final Boolean ringDiscard(Inst.RingDiscard inst) {
        return uses(inst.record());
    }
}
