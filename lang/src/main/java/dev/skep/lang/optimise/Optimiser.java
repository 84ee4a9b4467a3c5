package dev.skep.lang.optimise;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import java.util.List;

/** The optimiser: the passes, in their order, over every function of a program until nothing changes. */
public final class Optimiser {
    /** Most functions need two rounds, the second being for the few passes to which the first gave something to do. */
    private static final int MAX_ROUNDS = 4;

    private final List<Pass> passes;

    public Optimiser() {
        Pass unreachableBlocks = new UnreachableBlocks();
        Pass deadCode = new DeadCode();
        passes = List.of(
                // What the front end leaves behind a return has no way in, and must not count as a use of anything.
                unreachableBlocks,
                simplification(),
                unreachableBlocks,
                new CommonValues(),
                memoryReuse(),
                // Unused instructions keep a block from being empty.
                deadCode,
                new JumpThreading(),
                unreachableBlocks,
                new BlockMerging(),
                new SingleValuedParameters(),
                new LoopInvariants(),
                // Blocks are as long as they get.
                new DeadStores(),
                deadCode);
    }

    private static Pass memoryReuse() {
        return new MemoryReuse(List.of(
                new ForwardedStores(),
                new SharedLoads(),
                new SharedLookups(),
                new SharedKeys(),
                new RepeatedNames(),
                new RepeatedClocks()));
    }

    private static Pass simplification() {
        return new Simplification(List.of(
                new ConstantFolding(),
                new ConstantsRight(),
                new Identities(),
                new ConstantChains(),
                new StrengthReduction(),
                new RedundantExtensions(),
                new KnownResults(),
                new ComparedComparisons(),
                new DecidedConditions(),
                new AddressOffsets(),
                new NarrowStores()));
    }

    /** Told after each pass that changed something: what stage dumps and checks in tests hang on. */
    @FunctionalInterface
    public interface Listener {
        void changed(Pass pass, IrFunction function);
    }

    /** Optimises in place. */
    public void run(IrProgram program) {
        run(program, (pass, function) -> {});
    }

    /** Optimises in place. */
    public void run(IrProgram program, Listener listener) {
        for (IrFunction function : program.functions()) {
            run(function, listener);
        }
    }

    /** Optimises in place. */
    public void run(IrFunction function, Listener listener) {
        // For each pass the kinds of change since it ran last that it looks at.
        int[] pending = new int[passes.size()];
        for (int i = 0; i < pending.length; i++) {
            pending[i] = passes.get(i).interests();
        }
        boolean changed = true;
        for (int round = 0; round < MAX_ROUNDS && changed; round++) {
            changed = false;
            for (int i = 0; i < pending.length; i++) {
                if (pending[i] != 0) {
                    int changes = passes.get(i).run(function);
                    note(passes.get(i), changes, pending);
                    if (changes != 0) {
                        changed = true;
                        listener.changed(passes.get(i), function);
                    }
                }
            }
        }
    }

    private void note(Pass ran, int changes, int[] pending) {
        for (int i = 0; i < pending.length; i++) {
            Pass pass = passes.get(i);
            pending[i] = pass == ran ? 0 : pending[i] | changes & pass.interests();
        }
    }

    /** One walk over what a lowering step has put into a function. */
    public static void tidy(IrFunction function) {
        new UnreachableBlocks().run(function);
        simplification().run(function);
        new CommonValues().run(function);
        new DeadCode().run(function);
    }
}
