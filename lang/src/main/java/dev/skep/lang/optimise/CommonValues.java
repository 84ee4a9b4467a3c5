package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Substitution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes each value once on every way: what is computed again where the first result is at hand is taken from there.
 * That goes for calls whose answer cannot change within one run of the program, too.
 *
 * <pre>
 * %1 = call get_current_pid_tgid()    →  %1 = call get_current_pid_tgid()
 * %2 = call get_current_pid_tgid()       %3 = %1 u>> 32
 * %3 = %2 u>> 32
 * </pre>
 */
final class CommonValues implements Pass {
    @Override
    public String name() {
        return "common-values";
    }

    @Override
    public int interests() {
        return VALUES;
    }

    @Override
    public int run(IrFunction function) {
        Sharing sharing = new Sharing(function);
        sharing.walk(function);
        return sharing.substitution.isEmpty() ? 0 : VALUES;
    }

    private static final class Sharing extends DominatorTreeWalk {
        private final Map<ValueKey, Reg> known = new HashMap<>();
        /** What each block on the way down made known: forgotten when it is left. */
        private final ArrayDeque<List<ValueKey>> added = new ArrayDeque<>();

        private final Substitution substitution;

        private Sharing(IrFunction function) {
            substitution = new Substitution(function);
        }

        @Override
        void enter(Block block) {
            List<ValueKey> here = new ArrayList<>();
            added.push(here);
            List<Inst> kept = new ArrayList<>(block.instructions().size());
            for (Inst old : block.instructions()) {
                substitution.apply(old, kept);
                Inst inst = kept.getLast();
                if (!(inst instanceof Inst.Value value) || !Purity.isRepeatable(inst)) {
                    continue;
                }
                ValueKey key = ValueKey.of(value);
                @Nullable Reg same = known.get(key);
                if (same == null) {
                    known.put(key, value.dst());
                    here.add(key);
                } else {
                    substitution.replace(value.dst(), same);
                    kept.removeLast();
                }
            }
            block.instructions().clear();
            block.instructions().addAll(kept);
            block.terminate(substitution.apply(block.terminator()));
        }

        @Override
        void leave() {
            for (ValueKey key : added.pop()) {
                known.remove(key);
            }
        }
    }
}
