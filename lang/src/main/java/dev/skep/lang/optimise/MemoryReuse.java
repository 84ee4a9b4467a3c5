package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import java.util.ArrayList;
import java.util.List;

/** Applies the {@linkplain MemoryRule rules} to every instruction, in one walk that knows what memory holds. */
final class MemoryReuse implements Pass {
    private final List<MemoryRule> rules;

    MemoryReuse(List<MemoryRule> rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return "memory-reuse";
    }

    @Override
    public int interests() {
        return VALUES | EDGES;
    }

    @Override
    public int run(IrFunction function) {
        Walk walk = new Walk(function);
        walk.walk(function);
        return walk.changed ? VALUES : 0;
    }

    private final class Walk extends DominatorTreeWalk {
        private final MemoryState memory;
        private final CopyPropagation copies;
        private boolean changed;

        private Walk(IrFunction function) {
            memory = new MemoryState(function);
            copies = new CopyPropagation(function);
        }

        @Override
        void enter(Block block) {
            memory.enter(block);
            List<Inst> instructions = block.instructions();
            List<Inst> kept = new ArrayList<>(instructions.size());
            boolean same = true;
            for (int i = 0; i < instructions.size(); i++) {
                Inst old = instructions.get(i);
                copies.apply(old, kept);
                Inst inst = apply(kept.removeLast(), kept);
                memory.apply(inst);
                same &= inst == old;
                if (copies.passesOn(inst)) {
                    same = false;
                } else {
                    kept.add(inst);
                }
            }
            if (!same) {
                changed = true;
                instructions.clear();
                instructions.addAll(kept);
            }
            block.terminate(copies.apply(block.terminator()));
        }

        private Inst apply(Inst inst, List<Inst> before) {
            for (int i = 0; i < rules.size(); i++) {
                Inst better = rules.get(i).apply(inst, memory, before);
                if (better != inst) {
                    return better;
                }
            }
            return inst;
        }

        @Override
        void leave() {
            memory.leave();
        }
    }
}
