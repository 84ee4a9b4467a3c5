package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies the {@linkplain Rule rules} to every instruction and terminator, in one walk that meets each assignment before
 * its uses, with {@link CopyPropagation}.
 */
final class Simplification implements Pass {
    /** Rules strictly simplify; the bound only keeps two that disagree from running for ever. */
    private static final int MAX_STEPS = 32;

    private final List<Rule.OnBinary> onBinary = new ArrayList<>();
    private final List<Rule.OnCompare> onCompare = new ArrayList<>();
    private final List<Rule.OnNegate> onNegate = new ArrayList<>();
    private final List<Rule.OnExtend> onExtend = new ArrayList<>();
    private final List<Rule.OnStore> onStore = new ArrayList<>();
    private final List<Rule.OnMemory> onMemory = new ArrayList<>();
    private final List<Rule.OnBranch> onBranch = new ArrayList<>();

    Simplification(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.OnBinary binary) {
                onBinary.add(binary);
            }
            if (rule instanceof Rule.OnCompare compare) {
                onCompare.add(compare);
            }
            if (rule instanceof Rule.OnNegate negate) {
                onNegate.add(negate);
            }
            if (rule instanceof Rule.OnExtend extend) {
                onExtend.add(extend);
            }
            if (rule instanceof Rule.OnStore store) {
                onStore.add(store);
            }
            if (rule instanceof Rule.OnMemory memory) {
                onMemory.add(memory);
            }
            if (rule instanceof Rule.OnBranch branch) {
                onBranch.add(branch);
            }
        }
    }

    @Override
    public String name() {
        return "simplification";
    }

    @Override
    public int interests() {
        return VALUES;
    }

    @Override
    public int run(IrFunction function) {
        Walk walk = new Walk(function);
        walk.walk(function);
        return walk.changes;
    }

    private final class Walk extends DominatorTreeWalk {
        private final Facts facts;
        private final CopyPropagation copies;
        private final List<Inst> kept = new ArrayList<>();
        private int changes;

        private Walk(IrFunction function) {
            facts = new Facts(function);
            copies = new CopyPropagation(function);
        }

        @Override
        void enter(Block block) {
            facts.enter(block);
            List<Inst> instructions = block.instructions();
            boolean same = true;
            for (int i = 0; i < instructions.size(); i++) {
                Inst old = instructions.get(i);
                copies.apply(old, kept);
                Inst inst = simplify(kept.removeLast(), facts);
                same &= inst == old;
                if (copies.passesOn(inst)) {
                    same = false;
                    continue;
                }
                if (inst instanceof Inst.Value value) {
                    facts.define(value.dst(), inst);
                }
                kept.add(inst);
            }
            if (!same) {
                instructions.clear();
                instructions.addAll(kept);
                changes |= VALUES;
            }
            kept.clear();
            changes |= end(block, simplify(copies.apply(block.terminator()), facts));
            facts.end(block.terminator());
        }

        @Override
        void leave() {
            facts.leave();
        }
    }

    private static int end(Block block, Terminator terminator) {
        Terminator old = block.terminator();
        if (terminator == old) {
            return 0;
        }
        block.terminate(terminator);
        return terminator.edgeCount() == old.edgeCount() ? VALUES : VALUES | EDGES;
    }

    private Inst simplify(Inst old, Facts facts) {
        Inst inst = old;
        for (int step = 0; step < MAX_STEPS; step++) {
            Inst better = once(inst, facts);
            if (better == inst) {
                break;
            }
            inst = better;
        }
        return inst;
    }

    /** What the first rule makes of the instruction that has something to say. */
    private Inst once(Inst inst, Facts facts) {
        if (inst instanceof Inst.Binary binary) {
            return once(binary, facts);
        }
        if (inst instanceof Inst.Store store) {
            for (int i = 0; i < onStore.size(); i++) {
                Inst better = onStore.get(i).apply(store, facts);
                if (better != store) {
                    return better;
                }
            }
        } else if (inst instanceof Inst.Compare compare) {
            return once(compare, facts);
        } else if (inst instanceof Inst.Extend extend) {
            return once(extend, facts);
        } else if (inst instanceof Inst.Negate negate) {
            return once(negate, facts);
        }
        for (int i = 0; i < onMemory.size(); i++) {
            Inst better = onMemory.get(i).apply(inst, facts);
            if (better != inst) {
                return better;
            }
        }
        return inst;
    }

    private Inst once(Inst.Binary inst, Facts facts) {
        for (int i = 0; i < onBinary.size(); i++) {
            Inst better = onBinary.get(i).apply(inst, facts);
            if (better != inst) {
                return better;
            }
        }
        return inst;
    }

    private Inst once(Inst.Compare inst, Facts facts) {
        for (int i = 0; i < onCompare.size(); i++) {
            Inst better = onCompare.get(i).apply(inst, facts);
            if (better != inst) {
                return better;
            }
        }
        return inst;
    }

    private Inst once(Inst.Extend inst, Facts facts) {
        for (int i = 0; i < onExtend.size(); i++) {
            Inst better = onExtend.get(i).apply(inst, facts);
            if (better != inst) {
                return better;
            }
        }
        return inst;
    }

    private Inst once(Inst.Negate inst, Facts facts) {
        for (int i = 0; i < onNegate.size(); i++) {
            Inst better = onNegate.get(i).apply(inst, facts);
            if (better != inst) {
                return better;
            }
        }
        return inst;
    }

    private Terminator simplify(Terminator old, Facts facts) {
        Terminator terminator = old;
        for (int step = 0; step < MAX_STEPS && terminator instanceof Branch branch; step++) {
            for (int i = 0; i < onBranch.size() && terminator == branch; i++) {
                terminator = onBranch.get(i).apply(branch, facts);
            }
            if (terminator == branch) {
                break;
            }
        }
        return terminator;
    }
}
