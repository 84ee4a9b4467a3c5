package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.optimise.Optimiser;

/** The steps from IR to legal IR, in order. Works on a copy: the program stays as it is. */
public final class Legaliser {
    /** How many places of scratch memory a program has for each CPU if it can be preempted, so that its runs may overlap. */
    public static final int PLACES = ScratchPool.PLACES;

    /** Bytes in front of each of these places. */
    public static final int PLACE_HEADER = ScratchPool.HEADER;

    /** The key of scratch memory has to lie on the stack. */
    public static final int MIN_STACK = 8;

    private final IrProgram program;
    private final IsaLevel isa;
    private final String scratchMap;
    private final int onStackLimit;
    private final boolean tidy;

    /**
     * For the functions of one program.
     *
     * @param scratchMap the name of the map of scratch memory, if any is needed
     * @param onStackLimit bytes: bigger slots go to scratch memory
     * @param tidy whether to simplify what the steps leave
     */
    public Legaliser(IrProgram program, IsaLevel isa, String scratchMap, int onStackLimit, boolean tidy) {
        this.program = program;
        this.isa = isa;
        this.scratchMap = scratchMap;
        this.onStackLimit = onStackLimit;
        this.tidy = tidy;
    }

    /**
     * Makes a function of the program legal.
     *
     * @param stack bytes of stack that slots may take if scratch memory will do for them; at least {@link #MIN_STACK}
     * @param scratchStart bytes of scratch memory that are the callers'
     * @throws TooBigException if the slots do not fit into stack and scratch memory
     */
    public LegalFunction run(IrFunction original, int stack, int scratchStart) throws TooBigException {
        IrFunction function = original.copy();
        new LoopGuards(function).run();
        SlotPlacement slots = placeSlots(function, stack, scratchStart);
        boolean rough = expansions(function).run() || slots.scratchSize() > 0;
        if (tidy && rough) {
            Optimiser.tidy(function);
        }
        if (tidy) {
            new SharedReturns(function).run();
            new EqualBlocks(function).run();
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

    private SlotPlacement placeSlots(IrFunction function, int stack, int scratchStart) throws TooBigException {
        Slot key = function.newStackSlot(Integer.BYTES, "key of scratch memory");
        SlotLifetimes lifetimes = new SlotLifetimes(function);
        SlotPlacement slots = new SlotPlacement(function, lifetimes, onStackLimit, stack, scratchStart);
        if (slots.scratchSize() > 0) {
            lifetimes.reserve(key);
            slots = new SlotPlacement(function, lifetimes, onStackLimit, stack, scratchStart);
            new ScratchMemory(function, slots, scratchMap, key, program.attach().preemptible()).run();
        }
        return slots;
    }
}
