package dev.skep.lang.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reachability, order, dominators and liveness, held against their definitions on graphs made at random. */
class ControlFlowTest {
    private static final int CASES = 2000;

    /** Any graph of jumps and branches; registers are assigned here and there and used where they are known. */
    private static IrFunction random(long seed) {
        Random random = new Random(seed);
        IrFunction function = new IrFunction("f", 1);
        Block entry = function.newBlock();
        List<Block> blocks = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            blocks.add(function.newBlock());
        }
        Operand context = function.parameters().getFirst();
        entry.terminate(new Terminator.Jump(edge(blocks, random)));
        for (Block block : blocks) {
            block.terminate(
                    switch (random.nextInt(5)) {
                        case 0 -> new Terminator.Return(Operand.of(0));
                        case 1 -> new Terminator.Jump(edge(blocks, random));
                        default ->
                            new Terminator.Branch(
                                    Condition.EQ, context, Operand.of(1), edge(blocks, random), edge(blocks, random));
                    });
        }
        return function;
    }

    private static Terminator.Edge edge(List<Block> blocks, Random random) {
        return new Terminator.Edge(blocks.get(random.nextInt(blocks.size())), List.of());
    }

    private static Set<Block> reachable(IrFunction function, @Nullable Block without) {
        Set<Block> met = new HashSet<>();
        List<Block> open = new ArrayList<>(List.of(function.blocks().getFirst()));
        while (!open.isEmpty()) {
            Block block = open.removeLast();
            if (block != without && met.add(block)) {
                block.terminator().edges().forEach(edge -> open.add(edge.target()));
            }
        }
        return met;
    }

    @Test
    void orderHoldsTheReachableBlocksAndPredecessorsTheirEdges() {
        for (long seed = 0; seed < CASES; seed++) {
            IrFunction function = random(seed);
            Cfg cfg = Cfg.of(function);
            assertThat(cfg.reversePostorder())
                    .containsExactlyInAnyOrderElementsOf(reachable(function, null))
                    .startsWith(function.blocks().getFirst());
            for (Block block : cfg.reversePostorder()) {
                List<Block> from = new ArrayList<>();
                for (Block other : cfg.reversePostorder()) {
                    other.terminator().edges().stream()
                            .filter(edge -> edge.target() == block)
                            .forEach(edge -> from.add(other));
                }
                assertThat(cfg.predecessors(block)).containsExactlyInAnyOrderElementsOf(from);
                assertThat(cfg.reversePostorder().get(cfg.index(block))).isSameAs(block);
            }
        }
    }

    @Test
    void aBlockDominatesWhatCannotBeReachedWithoutIt() {
        for (long seed = 0; seed < CASES; seed++) {
            IrFunction function = random(seed);
            Cfg cfg = Cfg.of(function);
            Dominators dominators = cfg.dominators();
            for (Block block : cfg.reversePostorder()) {
                Set<Block> without = reachable(function, block);
                for (Block other : cfg.reversePostorder()) {
                    assertThat(dominators.dominates(block, other))
                            .as("seed %d: %s dominates %s", seed, block, other)
                            .isEqualTo(!without.contains(other));
                    if (dominators.dominates(block, other)) {
                        assertThat(cfg.index(block)).isLessThanOrEqualTo(cfg.index(other));
                    }
                }
            }
            checkTree(cfg, dominators);
        }
    }

    private static void checkTree(Cfg cfg, Dominators dominators) {
        List<Block> preorder = dominators.preorder();
        assertThat(preorder).containsExactlyInAnyOrderElementsOf(cfg.reversePostorder());
        for (Block block : cfg.reversePostorder()) {
            Block immediate = dominators.immediate(block);
            assertThat(preorder.indexOf(immediate)).isLessThanOrEqualTo(preorder.indexOf(block));
            for (Block other : cfg.reversePostorder()) {
                if (other != block && dominators.dominates(other, block)) {
                    assertThat(dominators.dominates(other, immediate)).isTrue();
                }
                Block common = dominators.common(block, other);
                assertThat(dominators.dominates(common, block) && dominators.dominates(common, other))
                        .isTrue();
            }
        }
    }

    /** A register is needed at a block's start if a way leads from there to a use without passing its assignment. */
    @Test
    void whatIsLiveIsWhatIsUsedLater() {
        for (long seed = 0; seed < CASES; seed++) {
            IrFunction function = random(seed);
            Random random = new Random(seed);
            Cfg cfg = Cfg.of(function);
            Dominators dominators = cfg.dominators();
            for (Block from : cfg.reversePostorder()) {
                Reg register = function.newRegister();
                from.instructions().add(new Inst.Copy(register, Operand.of(1), IrParser.SPAN));
                Set<Block> users = new HashSet<>();
                for (Block to : cfg.reversePostorder()) {
                    if (dominators.dominates(from, to) && random.nextInt(3) == 0) {
                        to.instructions().add(new Inst.Negate(function.newRegister(), register, IrParser.SPAN));
                        users.add(to);
                    }
                }
                Liveness liveness = new Liveness(function, cfg);
                for (Block at : cfg.reversePostorder()) {
                    assertThat(liveness.liveIn(at).contains(register))
                            .as("seed %d: %s at %s", seed, register, at)
                            .isEqualTo(at != from && reaches(at, from, users));
                }
            }
            IrVerifier.verify(function);
        }
    }

    private static boolean reaches(Block start, Block without, Set<Block> users) {
        Set<Block> met = new HashSet<>();
        List<Block> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            Block block = open.removeLast();
            if (block != without && met.add(block)) {
                if (users.contains(block)) {
                    return true;
                }
                block.terminator().edges().forEach(edge -> open.add(edge.target()));
            }
        }
        return false;
    }
}
