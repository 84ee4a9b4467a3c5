package dev.skep.lang.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.TracepointFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallGraphTest {
    private static IrProgram program(String text) {
        return new IrProgram(
                "p0",
                "test",
                ProgramType.TRACEPOINT,
                new AttachSpec.Manual(),
                () -> new TracepointFormat(List.of()),
                IrParser.parseAll(text));
    }

    @Test
    void callersComeBeforeThoseThatTheyCall() {
        CallGraph graph = CallGraph.of(program("""
                function main(%0)
                b0:
                  %1 = function last(1)
                  %2 = reference to middle
                  %3 = function last(2)
                  return 0
                function last(%0)
                b0:
                  return %0
                function unused(%0)
                b0:
                  %1 = function last(%0)
                  return %1
                function middle(%0)
                b0:
                  %1 = function last(%0)
                  return %1
                """));
        assertThat(graph.functions()).extracting(IrFunction::name).containsExactly("main", "middle", "last");
        assertThat(graph.callees(0)).containsExactly(1, 2);
        assertThat(graph.callees(1)).containsExactly(2);
        assertThat(graph.callees(2)).isEmpty();
    }

    @Test
    void aFunctionAloneCallsNone() {
        CallGraph graph = CallGraph.of(program("function main(%0)\nb0:\n  return 0\n"));
        assertThat(graph.functions()).hasSize(1);
        assertThat(graph.callees(0)).isEmpty();
    }

    @Test
    void whatIsNotThereCannotBeCalled() {
        IrProgram program = program("function main(%0)\nb0:\n  %1 = function f(1)\n  return 0\n");
        assertThatIllegalStateException()
                .isThrownBy(() -> CallGraph.of(program))
                .withMessage("main calls f, which is not there");
    }
}
