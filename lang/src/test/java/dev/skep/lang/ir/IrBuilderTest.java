package dev.skep.lang.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class IrBuilderTest {
    private static final Span SPAN = new Span(new Source("test", "text"), 0, 4);

    private final IrFunction function = new IrFunction("main", 1);
    private final IrBuilder builder = new IrBuilder(function).at(SPAN);

    @Test
    void aVariableWrittenOnOneWayBecomesAParameterWhereTheWaysMeet() {
        Variable x = builder.declareVariable("x");
        Block then = builder.newBlock();
        Block join = builder.newBlock();
        builder.write(x, Operand.of(1));
        Reg tid = builder.call(Helper.GET_CURRENT_PID_TGID);
        builder.branch(Condition.EQ, tid, Operand.of(7), then, join);
        builder.seal(then);
        builder.position(then);
        builder.write(x, Operand.of(2));
        builder.jump(join);
        builder.seal(join);
        builder.position(join);
        builder.ret(builder.read(x));
        builder.finish();

        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  %1 = call get_current_pid_tgid()
                  if %1 == 7 then b1 else b2(1)
                b1:
                  goto b2(2)
                b2(%2):
                  return %2
                """);
    }

    @Test
    void aVariableThatNoWayChangesStaysWhatItWas() {
        Variable x = builder.declareVariable("x");
        Variable y = builder.declareVariable("y");
        Reg first = builder.call(Helper.KTIME_GET_NS);
        builder.write(x, first);
        builder.write(y, Operand.of(3));
        Block then = builder.newBlock();
        Block join = builder.newBlock();
        builder.branch(Condition.EQ, first, Operand.of(7), then, join);
        builder.seal(then);
        builder.position(then);
        builder.jump(join);
        builder.seal(join);
        builder.position(join);
        builder.ret(builder.binary(BinaryOp.ADD, builder.read(x), builder.read(y)));
        builder.finish();

        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  %1 = call ktime_get_ns()
                  if %1 == 7 then b1 else b2
                b1:
                  goto b2
                b2:
                  %4 = %1 + 3
                  return %4
                """);
    }

    @Test
    void aLoopKeepsWhatChangesInItsHeadersParameters() {
        Variable i = builder.declareVariable("i");
        Variable limit = builder.declareVariable("limit");
        builder.write(i, Operand.of(0));
        builder.write(limit, builder.call(Helper.GET_SMP_PROCESSOR_ID));
        Block header = builder.newBlock();
        Block body = builder.newBlock();
        Block after = builder.newBlock();
        builder.jump(header);
        builder.position(header);
        builder.branch(Condition.ULT, builder.read(i), builder.read(limit), body, after);
        builder.seal(body);
        builder.seal(after);
        builder.position(body);
        builder.write(i, builder.binary(BinaryOp.ADD, builder.read(i), Operand.of(1)));
        builder.jump(header);
        builder.seal(header);
        builder.position(after);
        builder.ret(builder.read(i));
        builder.finish();

        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  %1 = call get_smp_processor_id()
                  goto b1(0)
                b1(%2):
                  if %2 u< %1 then b2 else b3
                b2:
                  %4 = %2 + 1
                  goto b1(%4)
                b3:
                  return %2
                """);
    }

    @Test
    void bothEdgesOfABranchMayLeadToOneBlock() {
        Block join = builder.newBlock();
        Reg value = builder.addParameter(join);
        Variable x = builder.declareVariable("x");
        builder.write(x, Operand.of(5));
        Terminator.Edge yes = new Terminator.Edge(join, List.of(Operand.of(1)));
        Terminator.Edge no = new Terminator.Edge(join, List.of(Operand.of(2)));
        builder.branch(Condition.NE, function.parameters().getFirst(), Operand.of(0), yes, no);
        builder.position(join);
        Operand early = builder.read(x);
        builder.seal(join);
        builder.ret(builder.binary(BinaryOp.ADD, value, early));
        builder.finish();

        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  if %0 != 0 then b1(1) else b1(2)
                b1(%1):
                  %3 = %1 + 5
                  return %3
                """);
    }

    @Test
    void anAddressThatIsAConstantIsCopiedIntoARegister() {
        Variable pointer = builder.declareVariable("pointer");
        Block next = builder.newBlock();
        builder.jump(next);
        builder.position(next);
        Operand read = builder.read(pointer);
        builder.ret(builder.load(Width.DOUBLE, false, (Reg) read, 8));
        builder.seal(next);
        builder.finish();

        assertThat(IrPrinter.print(function)).isEqualTo("""
                function main(%0)
                b0:
                  goto b1
                b1:
                  %3 = 0
                  %2 = load u64 [%3 + 8]
                  return %2
                """);
    }

    @Test
    void aLongChainOfConditionsTakesNoRecursion() {
        Variable x = builder.declareVariable("x");
        builder.write(x, builder.call(Helper.KTIME_GET_NS));
        for (int i = 0; i < 20_000; i++) {
            Block then = builder.newBlock();
            Block join = builder.newBlock();
            builder.branch(Condition.EQ, function.parameters().getFirst(), Operand.of(i), then, join);
            builder.seal(then);
            builder.position(then);
            builder.jump(join);
            builder.seal(join);
            builder.position(join);
        }
        builder.ret(builder.read(x));
        builder.finish();

        assertThat(IrPrinter.print(function)).endsWith("return %1\n");
        assertThat(function.blocks())
                .allSatisfy(block -> assertThat(block.parameters()).isEmpty());
    }

    @Test
    void whatIsIncompleteIsRefused() {
        Block loose = builder.newBlock();
        builder.ret(Operand.of(0));
        assertThatIllegalStateException().isThrownBy(builder::finish).withMessage("b1 is not sealed");
        builder.seal(loose);
        assertThatIllegalStateException().isThrownBy(builder::finish).withMessage("b1 has no end");
        assertThatIllegalStateException().isThrownBy(builder::block);
    }
}
