package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Substitution;
import dev.skep.lang.ir.Terminator;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies the {@linkplain Rule rules} to every instruction and terminator, in one walk that meets each assignment before
 * its uses. Copies are passed on to what uses them and leave the function.
 */
final class Simplification implements Pass {
    /** Rules strictly simplify; the bound only keeps two that disagree from running for ever. */
    private static final int MAX_STEPS = 32;

    private final List<Rule> rules;

    Simplification(List<Rule> rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return "simplification";
    }

    @Override
    public boolean run(IrFunction function) {
        Facts facts = new Facts(function);
        Substitution copies = new Substitution(function);
        List<Inst> kept = new ArrayList<>();
        boolean changed = false;
        for (Block block : Cfg.of(function).reversePostorder()) {
            for (Inst old : block.instructions()) {
                copies.apply(old, kept);
                Inst inst = simplify(kept.removeLast(), facts);
                changed |= inst != old;
                if (inst instanceof Inst.Copy copy) {
                    copies.replace(copy.dst(), copy.source());
                    changed = true;
                    continue;
                }
                if (inst instanceof Inst.Value value) {
                    facts.define(value.dst(), inst);
                }
                kept.add(inst);
            }
            block.instructions().clear();
            block.instructions().addAll(kept);
            kept.clear();
            Terminator end = simplify(copies.apply(block.terminator()), facts);
            changed |= end != block.terminator();
            block.terminate(end);
        }
        return changed;
    }

    private Inst simplify(Inst old, Facts facts) {
        Inst inst = old;
        for (int step = 0; step < MAX_STEPS; step++) {
            Inst before = inst;
            for (Rule rule : rules) {
                inst = rule.apply(inst, facts);
            }
            if (inst == before) {
                break;
            }
        }
        return inst;
    }

    private Terminator simplify(Terminator old, Facts facts) {
        Terminator terminator = old;
        for (int step = 0; step < MAX_STEPS; step++) {
            Terminator before = terminator;
            for (Rule rule : rules) {
                terminator = rule.apply(terminator, facts);
            }
            if (terminator == before) {
                break;
            }
        }
        return terminator;
    }
}
