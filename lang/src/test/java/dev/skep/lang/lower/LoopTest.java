package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Limits;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.Without;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops do what they say, however they are lowered. */
class LoopTest {
    private static final Map<String, LoopCases.Case> CASES = LoopCases.all();

    static Iterable<String> names() {
        return CASES.keySet().stream().filter(name -> !name.contains("million")).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void run(String name) {
        LoopCases.Case loop = Objects.requireNonNull(CASES.get(name));
        for (Set<Helper> lacking : List.of(Set.<Helper>of(), Set.of(Helper.LOOP))) {
            run(name, loop, new Without(Recording.target(), lacking, 3));
        }
    }

    @Test
    void roundsThatAreCutOffAreCounted() {
        Target old = new Without(Recording.target(), Set.of(Helper.LOOP), 1);
        ScriptRun run = new ScriptRun(
                Lowerer.lower(
                        Objects.requireNonNull(CASES.get("sum of unknown 100")).script(), Limits.DEFAULT, 0, old),
                ScriptRun.Form.NEW_BPF);
        run.runAll();
        assertThat(run.lost(Loss.ROUNDS)).isZero();
        run = new ScriptRun(
                Lowerer.lower(
                        Objects.requireNonNull(CASES.get("million unknown rounds"))
                                .script(),
                        Limits.DEFAULT,
                        0,
                        old),
                ScriptRun.Form.NEW_BPF);
        run.runAll();
        assertThat(run.lost(Loss.ROUNDS)).isEqualTo(1);
    }

    private static void run(String name, LoopCases.Case loop, Target target) {
        for (ScriptRun.Form form : ScriptRun.Form.values()) {
            Lowered lowered = Lowerer.lower(loop.script(), Limits.DEFAULT, 0, target);
            lowered.programs().forEach(IrVerifier::verify);
            ScriptRun run = new ScriptRun(lowered, form);
            String output = run.runAll().output();
            if (target.hasHelper(Helper.LOOP) || run.lost(Loss.ROUNDS) == 0) {
                assertThat(LoopCases.Case.results(output))
                        .as("%s: %s", form, name)
                        .isEqualTo(LoopCases.Case.results(loop.maps()));
            }
        }
    }
}
