package dev.skep.lang.optimise;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import java.util.List;

/** The optimiser: the passes, in their order, over every function of a program until nothing changes. */
public final class Optimiser {
    /** Each round opens few chances for the next; a second finds nearly all, a third what folding a branch exposes. */
    private static final int MAX_ROUNDS = 4;

    private final List<Pass> passes = List.of(
            // What the front end leaves behind a return has no way in, and must not count as a use of anything.
            new UnreachableBlocks(),
            simplification(),
            new UnreachableBlocks(),
            new CommonValues(),
            // Unused instructions keep a block from being empty.
            new DeadCode(),
            new JumpThreading(),
            new UnreachableBlocks(),
            new BlockMerging(),
            new SingleValuedParameters(),
            // Blocks are as long as they get.
            new DeadStores(),
            new DeadCode());

    private static Pass simplification() {
        return new Simplification(List.of(
                new ConstantFolding(),
                new ConstantsRight(),
                new Identities(),
                new ConstantChains(),
                new StrengthReduction(),
                new RedundantExtensions(),
                new ComparedComparisons(),
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
        boolean changed = true;
        for (int round = 0; round < MAX_ROUNDS && changed; round++) {
            changed = false;
            for (Pass pass : passes) {
                if (pass.run(function)) {
                    changed = true;
                    listener.changed(pass, function);
                }
            }
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
