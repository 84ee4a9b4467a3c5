package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.Scripts;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.script.Limits;
import org.junit.jupiter.api.Test;

class LowererTest {
    @Test
    void lowers() {
        Golden.check("lower/ir.txt", program -> print(Scripts.lower(program)));
    }

    @Test
    void runs() {
        Golden.check("lower/runs.txt", program -> {
            String plain = new ScriptRun(program, ScriptRun.Form.IR).runAll().output();
            for (ScriptRun.Form form : ScriptRun.Form.values()) {
                assertThat(new ScriptRun(program, form).runAll().output())
                        .as("%s: %s", form, program)
                        .isEqualTo(plain);
            }
            return plain;
        });
    }

    @Test
    void aProcessIsFilteredInEventsOnly() {
        Lowered lowered =
                Scripts.lower("begin { @b = 1; } interval:s:1 { @i = 1; } end { @e = 1; }", Limits.DEFAULT, 99);
        ScriptRun run = new ScriptRun(lowered, ScriptRun.Form.OPTIMISED).runAll();
        assertThat(run.map("@b").entries()).hasSize(1);
        assertThat(run.map("@i").entries()).isEmpty();
        assertThat(run.map("@e").entries()).hasSize(1);
        run.world.pid = 99;
        run.run(1);
        assertThat(run.map("@i").entries()).hasSize(1);
    }

    @Test
    void programsHaveNamesOfTheirOwn() {
        Lowered lowered = Scripts.lower("begin { @ = 1; } begin { @ = 2; } tracepoint:syscalls:sys_enter_* { @ = 3; }");
        assertThat(lowered.programs())
                .extracting(IrProgram::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("\\w+"));
    }

    private static String print(Lowered lowered) {
        StringBuilder text = new StringBuilder();
        for (IrProgram program : lowered.programs()) {
            text.append(IrPrinter.print(program));
        }
        return text.toString();
    }
}
