package dev.skep.trace;

import static dev.skep.trace.HandMadeScript.count;
import static dev.skep.trace.HandMadeScript.onlyIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.program.ProgramInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tracer that is killed leaves nothing in the kernel. */
@Tag("kernel")
class KilledSessionKernelTest {
    @BeforeAll
    static void rights() {
        Rights.assume();
    }

    @Test
    void leavesNoProgram() throws Exception {
        String prefix = "k" + ProcessHandle.current().pid() + "_";
        Process tracer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSessionKernelTest.class.getName(),
                        prefix))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(tracer.inputReader().readLine()).isEqualTo("attached");
        assertThat(programs(prefix)).isEqualTo(2);
        tracer.destroyForcibly().waitFor();
        // The kernel frees what the process held after it is gone.
        for (int round = 0; round < 1000 && programs(prefix) > 0; round++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(programs(prefix)).isZero();
    }

    private static long programs(String prefix) {
        return Arrays.stream(ProgramInfo.ids())
                .mapToObj(ProgramInfo::ofId)
                .filter(info -> info != null && info.name().startsWith(prefix))
                .count();
    }

    /** The tracer that is killed. */
    public static void main(String[] args) throws InterruptedException {
        HandMadeScript script = new HandMadeScript(args[0]);
        script.systemCall("getppid", count(onlyIn(1), "counts", 0));
        script.end(HandMadeScript.code());
        try (Session session = Session.open(new KernelTarget(), script.build(), Options.DEFAULT, new RecordingSink())) {
            System.out.println("attached");
            session.run();
        }
    }
}
