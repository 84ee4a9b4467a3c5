package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.bpf.spec.SourceLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jumps over any distance: the laid out code must run through the same instructions as the code that was given. */
class LayoutTest {
    private static final int NO_BRANCH = -1;

    /** Marks an original instruction: {@code r0 = number}. */
    private static Instruction mark(int number) {
        return new Alu(true, AluOp.MOV, R0, Operand.of(number));
    }

    @ParameterizedTest
    @EnumSource
    void aBranchReachesOverTheLongestShortDistance(IsaLevel level) {
        FunctionSpec function = branchOver(level, 32_767);
        assertThat(function.instructions()).hasSize(32_769);
        assertThat(function.instructions().getFirst())
                .isEqualTo(new Branch(JumpOp.SET, true, R1, Operand.of(1), 32_767));
    }

    @Test
    void oneSlotMoreTakesAnIslandWithALongJumpInV4() {
        List<Instruction> code = branchOver(IsaLevel.V4, 32_768).instructions();
        assertThat(code).hasSize(32_772);
        assertThat(code.get(0)).isEqualTo(new Branch(JumpOp.SET, true, R1, Operand.of(1), 30_000));
        assertThat(code.get(30_000)).isEqualTo(new Goto(false, 1));
        assertThat(code.get(30_001)).isEqualTo(new Goto(true, 32_771 - 30_002));
        assertThat(code.getLast()).isEqualTo(new Exit());
    }

    @Test
    void oneSlotMoreTakesAnIslandWithAShortJumpBelowV4() {
        List<Instruction> code = branchOver(IsaLevel.V1, 32_768).instructions();
        assertThat(code).hasSize(32_772);
        assertThat(code.get(30_001)).isEqualTo(new Goto(false, 32_771 - 30_002));
    }

    @Test
    void jumpsLeaveRoomForWhatTheKernelPutsInThePlaceOfCalls() {
        Assembler code = new Assembler(IsaLevel.V1);
        Label end = code.newLabel("end");
        code.branch(JumpOp.EQ, R1, 0, end);
        for (int i = 0; i < 3000; i++) {
            code.call(Helper.MAP_LOOKUP_ELEM);
        }
        List<Instruction> instructions = code.bind(end).exit().build("f", 1).instructions();
        assertThat(instructions.getFirst())
                .isInstanceOfSatisfying(
                        Branch.class, branch -> assertThat(branch.offset()).isLessThan(32_768 / 16));
    }

    @Test
    void aFarGotoIsLongInV4() {
        Assembler code = new Assembler(IsaLevel.V4);
        Label end = code.newLabel();
        code.jump(end);
        fill(code, 100_000);
        List<Instruction> laidOut = code.bind(end).exit().build("f", 0).instructions();
        assertThat(laidOut).hasSize(100_002);
        assertThat(laidOut.getFirst()).isEqualTo(new Goto(true, 100_000));
    }

    @Test
    void anIslandBehindAGotoNeedsNoSkip() {
        Assembler code = new Assembler(IsaLevel.V4);
        Label end = code.newLabel();
        Label next = code.newLabel();
        code.branch(JumpOp.EQ, R1, 0, end);
        fill(code, 29_998);
        code.jump(next).bind(next);
        fill(code, 5_000);
        List<Instruction> laidOut = code.bind(end).exit().build("f", 0).instructions();
        assertThat(laidOut.get(29_999)).isEqualTo(new Goto(false, 1));
        assertThat(laidOut.get(30_000))
                .isInstanceOfSatisfying(
                        Goto.class, island -> assertThat(island.isLong()).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void jumpsToOneTargetShareIslands(IsaLevel level) {
        Assembler code = new Assembler(level);
        Label end = code.newLabel();
        for (int i = 0; i < 20_000; i++) {
            code.branch(JumpOp.EQ, R1, i, end);
        }
        fill(code, 60_000);
        int size = code.bind(end).exit().build("f", 0).instructions().size();
        assertThat(size - 80_001).isBetween(2, 8);
    }

    @ParameterizedTest
    @EnumSource
    void relocationsAndLinesMoveAlong(IsaLevel level) {
        Assembler code = new Assembler(level);
        Label end = code.newLabel();
        code.line("f.bt", "one", 1, 1).branch(JumpOp.EQ, R1, 0, end);
        fill(code, 40_000);
        FunctionSpec function =
                code.line("f.bt", "two", 2, 1).loadMap(R1, "m").bind(end).exit().build("f", 0);
        int last = function.instructions().size() - 1;
        assertThat(last).isEqualTo(40_004);
        assertThat(function.relocations()).containsExactly(new Relocation.MapReference(last - 1, "m"));
        assertThat(function.lines())
                .containsExactly(new SourceLine(0, "f.bt", "one", 1, 1), new SourceLine(last - 1, "f.bt", "two", 2, 1));
    }

    /** Random code with jumps all over it, forwards and backwards. */
    @ParameterizedTest
    @EnumSource
    void everyPathStaysThePath(IsaLevel level) {
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            int size = 50_000 + random.nextInt(150_000);
            Assembler code = new Assembler(level);
            List<Label> labels = new ArrayList<>();
            int[] targets = new int[size];
            Arrays.fill(targets, NO_BRANCH);
            for (int i = 0; i < 40; i++) {
                labels.add(code.newLabel());
            }
            for (int i = 0; i < size; i++) {
                if (i % (size / 40) == 1 && i / (size / 40) < 40) {
                    code.bind(labels.get(i / (size / 40)));
                }
                code.emit(mark(i));
                if (random.nextInt(200) == 0) {
                    int target = random.nextInt(40);
                    targets[i] = target * (size / 40) + 1;
                    code.branch(JumpOp.GT, R1, i, labels.get(target));
                }
            }
            assertSamePaths(code.exit().build("f", 0).instructions(), targets, size);
        }
    }

    @Test
    void aFunctionThatTheKernelCannotTakeIsRefused() {
        Assembler code = new Assembler(IsaLevel.V4);
        fill(code, Layout.MAX_SLOTS);
        assertThatThrownBy(() -> code.exit().build("big", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "function big: 1000001 slots with its jumps laid out, and the kernel takes at most 1000000");
    }

    /** Islands for so many far jumps push one another apart for ever; that must end. */
    @Test
    void aFunctionThatCannotBeLaidOutEndsWithAnError() {
        Assembler code = new Assembler(IsaLevel.V1);
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Label label = code.newLabel();
            labels.add(label);
            code.branch(JumpOp.EQ, R1, i, label);
        }
        for (Label label : labels) {
            code.bind(label).mov(R0, 0);
        }
        assertThatThrownBy(() -> code.exit().build("dense", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the kernel takes at most 1000000");
    }

    private static void fill(Assembler code, int slots) {
        for (int i = 0; i < slots; i++) {
            code.mov(R0, i);
        }
    }

    private static FunctionSpec branchOver(IsaLevel level, int slots) {
        Assembler code = new Assembler(level);
        Label end = code.newLabel();
        code.branch(JumpOp.SET, R1, 1, end);
        fill(code, slots);
        return code.bind(end).exit().build("f", 1);
    }

    /** After each mark comes its branch, if it has one; a branch leads to its mark, and falls through to the next. */
    private static void assertSamePaths(List<Instruction> code, int[] targets, int size) {
        int branches = 0;
        int mark = 0;
        for (int i = 0; i < code.size() - 1; i++) {
            if (code.get(i) instanceof Alu) {
                assertThat(code.get(i)).isEqualTo(mark(mark));
                Instruction next = follow(code, i + 1);
                if (targets[mark] != NO_BRANCH) {
                    assertThat(next).isInstanceOf(Branch.class);
                } else {
                    assertThat(next).isEqualTo(markOrExit(mark + 1, size));
                }
                mark++;
            } else if (code.get(i) instanceof Branch branch) {
                assertThat(branch.src()).isEqualTo(Operand.of(mark - 1));
                assertThat(follow(code, i + 1 + branch.offset())).isEqualTo(mark(targets[mark - 1]));
                assertThat(follow(code, i + 1)).isEqualTo(markOrExit(mark, size));
                branches++;
            }
        }
        assertThat(branches)
                .isEqualTo(Arrays.stream(targets)
                        .filter(target -> target != NO_BRANCH)
                        .count());
        assertThat(mark).isEqualTo(size);
    }

    private static Instruction markOrExit(int number, int size) {
        return number == size ? new Exit() : mark(number);
    }

    private static Instruction follow(List<Instruction> code, int index) {
        int at = index;
        for (int hops = 0; code.get(at) instanceof Goto jump; hops++) {
            assertThat(hops).isLessThan(50);
            at += 1 + jump.offset();
        }
        return code.get(at);
    }
}
