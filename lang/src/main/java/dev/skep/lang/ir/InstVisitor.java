package dev.skep.lang.ir;

/** A method per kind of instruction: what a whole walk over a program implements. */
public interface InstVisitor<R> {
    R copy(Inst.Copy inst);

    R binary(Inst.Binary inst);

    R negate(Inst.Negate inst);

    R extend(Inst.Extend inst);

    R compare(Inst.Compare inst);

    R slotAddress(Inst.SlotAddress inst);

    R load(Inst.Load inst);

    R store(Inst.Store inst);

    R atomicUpdate(Inst.AtomicUpdate inst);

    R atomicFetch(Inst.AtomicFetch inst);

    R compareExchange(Inst.CompareExchange inst);

    R zero(Inst.Zero inst);

    R copyBytes(Inst.CopyBytes inst);

    R eventField(Inst.EventField inst);

    R eventFieldAddress(Inst.EventFieldAddress inst);

    R fieldAddress(Inst.FieldAddress inst);

    R fieldLoad(Inst.FieldLoad inst);

    R typeId(Inst.TypeId inst);

    R mapReference(Inst.MapReference inst);

    R mapValueAddress(Inst.MapValueAddress inst);

    R mapLookup(Inst.MapLookup inst);

    R mapUpdate(Inst.MapUpdate inst);

    R mapDelete(Inst.MapDelete inst);

    R call(Inst.Call inst);

    R kernelCall(Inst.KernelCall inst);

    R functionCall(Inst.FunctionCall inst);

    R functionReference(Inst.FunctionReference inst);

    R ringReserve(Inst.RingReserve inst);

    R ringSubmit(Inst.RingSubmit inst);

    R ringDiscard(Inst.RingDiscard inst);
}
