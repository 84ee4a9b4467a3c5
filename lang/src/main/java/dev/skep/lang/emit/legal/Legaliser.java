package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.optimise.Optimiser;

/** The steps from IR to legal IR, in order. Works on a copy: the program stays as it is. */
public final class Legaliser {
    /** The key of scratch memory has to lie on the stack. */
    public static final int MIN_STACK = 8;

    private final IrProgram program;
    private final IsaLevel isa;
    private final String scratchMap;

    /** @param scratchMap the name of the map of scratch memory, if any is needed */
    public Legaliser(IrProgram program, IsaLevel isa, String scratchMap) {
        this.program = program;
        this.isa = isa;
        this.scratchMap = scratchMap;
    }

    /**
     * Makes a function of the program legal.
     *
     * @param onStackLimit bytes: bigger slots go to scratch memory
     * @param stack bytes of stack that slots may take; at least {@link #MIN_STACK}
     * @param tidy whether to simplify what the steps leave
     * @throws TooBigException if the slots do not fit into stack and scratch memory
     */
    public LegalFunction run(IrFunction original, int onStackLimit, int stack, boolean tidy) throws TooBigException {
        IrFunction function = original.copy();
        SlotPlacement slots = placeSlots(function, onStackLimit, stack);
        boolean rough = expansions(function).run() || slots.scratchSize() > 0;
        if (tidy && rough) {
            Optimiser.tidy(function);
        }
        Literals literals = new Materialisation(function, slots).run();
        return new LegalFunction(function, literals, slots.stackSize(), slots.scratchSize());
    }

    private Expansion expansions(IrFunction function) {
        Expansion arithmetic = new Arithmetic(function, isa);
        Expansion maps = new MapOperations(function, arithmetic);
        Expansion bytes = new ByteBlocks(function, maps);
        return new FieldAccess(program, function, bytes);
    }

    private SlotPlacement placeSlots(IrFunction function, int onStackLimit, int stack) throws TooBigException {
        Slot key = function.newSlot(Integer.BYTES, "key of scratch memory");
        SlotLifetimes lifetimes = new SlotLifetimes(function);
        SlotPlacement slots = new SlotPlacement(function, lifetimes, onStackLimit, stack);
        if (slots.scratchSize() > 0) {
            lifetimes.reserve(key);
            slots = new SlotPlacement(function, lifetimes, onStackLimit, stack);
            new ScratchMemory(function, slots, scratchMap, key).run();
        }
        return slots;
    }
}
