package dev.skep.lang.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockLayoutTest {
    private static String layout(String text) {
        IrFunction function = IrParser.parse(text);
        StringBuilder order = new StringBuilder();
        for (Block block : BlockLayout.of(function, Cfg.of(function))) {
            order.append(order.isEmpty() ? "" : " ").append(block);
        }
        return order.toString();
    }

    @Test
    void theWayOnStandsBehindBothBranches() {
        assertThat(layout("""
                function f(%0)
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  goto b3
                b2:
                  goto b3
                b3:
                  return 0
                """)).isEqualTo("b0 b1 b2 b3");
    }

    @Test
    void whatHappensWhenALookUpFailsStandsAtTheEnd() {
        assertThat(layout("""
                function f(%0)
                b0:
                  %1 = call map_lookup_elem(%0, %0)
                  if %1 == 0 then b1 else b2
                b1:
                  goto b3
                b2:
                  goto b4
                b3:
                  goto b4
                b4:
                  return 0
                """)).isEqualTo("b0 b2 b4 b1 b3");
        assertThat(layout("""
                function f(%0)
                b0:
                  %1 = call ringbuf_reserve(%0, 8, 0)
                  if %1 != 0 then b1 else b2
                b1:
                  goto b3
                b2:
                  goto b3
                b3:
                  return 0
                """)).isEqualTo("b0 b1 b3 b2");
    }

    @Test
    void aLoopStandsTogetherBeforeTheWayOut() {
        assertThat(layout("""
                function f(%0)
                b0:
                  goto b1(0)
                b1(%1):
                  if %1 == 10 then b5 else b2
                b2:
                  if %0 == 3 then b5 else b3
                b3:
                  if %0 == 4 then b4 else b6
                b4:
                  goto b6
                b5:
                  return 0
                b6:
                  %2 = %1 + 1
                  goto b1(%2)
                """)).isEqualTo("b0 b1 b2 b3 b4 b6 b5");
    }

    @Test
    void anInnerLoopStandsTogetherToo() {
        assertThat(layout("""
                function f(%0)
                b0:
                  goto b1(0)
                b1(%1):
                  if %1 == 10 then b6 else b2
                b2:
                  goto b3(0)
                b3(%2):
                  if %2 == 10 then b5 else b4
                b4:
                  %3 = %2 + 1
                  goto b3(%3)
                b5:
                  %4 = %1 + 1
                  goto b1(%4)
                b6:
                  return 0
                """)).isEqualTo("b0 b1 b2 b3 b4 b5 b6");
    }

    /** Every block that can be reached, once, behind one that leads to it. */
    @Test
    void everyBlockStandsBehindOneThatLeadsToIt() {
        for (long seed = 0; seed < 500; seed++) {
            IrFunction function = IrParser.parse(random(new Random(seed)));
            Cfg cfg = Cfg.of(function);
            List<Block> order = BlockLayout.of(function, cfg);
            assertThat(order).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(cfg.reversePostorder());
            for (int i = 1; i < order.size(); i++) {
                assertThat(order.subList(0, i))
                        .as("seed %d: before %s", seed, order.get(i))
                        .containsAnyElementsOf(cfg.predecessors(order.get(i)));
                assertThat(order.subList(0, i))
                        .as("seed %d: dominators of %s", seed, order.get(i))
                        .contains(cfg.dominators().immediate(order.get(i)));
            }
        }
    }

    private static String random(Random random) {
        int count = 2 + random.nextInt(10);
        StringBuilder text = new StringBuilder("function f(%0)\nb0:\n  %1 = call map_lookup_elem(%0, %0)\n  goto b1\n");
        for (int i = 1; i <= count; i++) {
            text.append('b').append(i).append(":\n  ");
            int one = 1 + random.nextInt(count);
            int other = 1 + random.nextInt(count);
            switch (random.nextInt(4)) {
                case 0 -> text.append("return 0\n");
                case 1 -> text.append("goto b").append(one).append('\n');
                default ->
                    text.append("if %1 == 0 then b")
                            .append(one)
                            .append(" else b")
                            .append(other)
                            .append('\n');
            }
        }
        return text.toString();
    }
}
