package dev.skep.lang.emit.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Operand.Immediate;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.lang.emit.allocate.Place.Made;
import dev.skep.lang.emit.allocate.Place.Spilled;
import dev.skep.lang.emit.legal.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovesTest {
    private static final int WORDS = 4;
    private static final int BELOW = 8 * WORDS;
    private static final long FRAME = 1L << 40;

    private final SpareMemory spare = new SpareMemory(BELOW);
    private final Assembler code = new Assembler(IsaLevel.V4);
    private final Moves moves = new Moves(code, spare, new Contents());
    private final List<Spilled> words = words();

    private static List<Spilled> words() {
        List<Spilled> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            Spilled word = new Spilled();
            word.placeAt(-8 * (i + 1));
            words.add(word);
        }
        return words;
    }

    private static Place register(int number) {
        return Place.of(Register.of(number));
    }

    private static Place constant(long value) {
        return new Made(new Literal.Constant(value));
    }

    private FunctionSpec built() {
        return code.exit().build("moves", 0);
    }

    private String text() {
        return Disassembler.print(built())
                .replaceAll("(?m)^\\d+: \\(..\\) ", "")
                .replace("exit\n", "");
    }

    @Test
    void whatIsStillToBeReadIsNotOverwritten() {
        moves.add(register(1), register(2));
        moves.add(register(2), register(3));
        moves.add(constant(7), register(1));
        moves.emit(0);
        assertThat(text()).isEqualTo("r3 = r2\nr2 = r1\nr1 = 7\n");
        assertThat(spare.size()).isZero();
    }

    @Test
    void memoryIsCopiedThroughARegisterThatIsStillToBeWritten() {
        // What was in r0 may never have been set: it must not be saved.
        moves.add(words.get(0), words.get(1));
        moves.add(constant(7), register(0));
        moves.emit(0);
        assertThat(text()).isEqualTo("r0 = *(u64 *)(r10 -8)\n*(u64 *)(r10 -16) = r0\nr0 = 7\n");
        assertThat(spare.size()).isZero();
    }

    @Test
    void aRingIsOpenedThroughARegisterThatHoldsNothing() {
        moves.add(register(1), register(2));
        moves.add(register(2), register(1));
        moves.emit(1 << 5);
        assertThat(text()).isEqualTo("r5 = r1\nr1 = r2\nr2 = r5\n");
    }

    @Test
    void aRingIsOpenedThroughMemoryWhereNoRegisterIsFree() {
        moves.add(register(1), register(2));
        moves.add(register(2), register(1));
        moves.emit(0);
        assertThat(text()).isEqualTo("*(u64 *)(r10 -40) = r1\nr1 = r2\nr2 = *(u64 *)(r10 -40)\n");
        assertThat(spare.size()).isEqualTo(8);
    }

    @Test
    void memoryIsMovedThroughARegister() {
        moves.add(words.get(0), words.get(1));
        moves.emit(1 << 4);
        assertThat(text()).isEqualTo("r4 = *(u64 *)(r10 -8)\n*(u64 *)(r10 -16) = r4\n");
    }

    @Test
    void whatStaysTakesNothing() {
        moves.add(register(3), register(3));
        moves.add(words.get(2), words.get(2));
        assertThat(moves.isEmpty()).isTrue();
    }

    /** Any moves between any places do what they say at once, and change nothing that is needed. */
    @Test
    void allHappenAtTheSameMoment() {
        for (long seed = 0; seed < 3000; seed++) {
            check(new Random(seed), "seed " + seed);
        }
    }

    private static void check(Random random, String name) {
        MovesTest test = new MovesTest();
        List<Place> places = new ArrayList<>(test.words);
        for (int i = 0; i < 10; i++) {
            places.add(register(i));
        }
        Map<Place, Long> before = new HashMap<>();
        for (Place place : places) {
            before.put(place, random.nextLong());
        }
        List<Place> targets = new ArrayList<>(places);
        Collections.shuffle(targets, random);
        int free = 0;
        Map<Place, Long> expected = new HashMap<>(before);
        int count = 1 + random.nextInt(places.size());
        List<Place> touched = new ArrayList<>();
        for (Place to : targets.subList(0, count)) {
            Place from = places.get(random.nextInt(places.size()));
            if (random.nextInt(6) == 0) {
                long[] values = {7, -1, 1L << 40};
                from = constant(values[random.nextInt(3)]);
                expected.put(to, ((Literal.Constant) ((Made) from).literal()).value());
            } else {
                expected.put(to, before.get(from));
            }
            touched.addAll(List.of(from, to));
            test.moves.add(from, to);
        }
        for (int i = 0; i < 10; i++) {
            if (random.nextInt(4) == 0) {
                free |= 1 << i;
                if (!touched.contains(register(i))) {
                    expected.remove(register(i));
                }
            }
        }
        test.moves.emit(free);
        FunctionSpec built = test.built();
        Map<Place, Long> after = run(built, test.words, before);
        for (Map.Entry<Place, Long> entry : expected.entrySet()) {
            assertThat(after.get(entry.getKey()))
                    .as("%s: %s%n%s", name, entry.getKey(), Disassembler.print(built))
                    .isEqualTo(entry.getValue());
        }
    }

    private static Map<Place, Long> run(FunctionSpec function, List<Spilled> words, Map<Place, Long> before) {
        long[] registers = new long[11];
        Map<Integer, Long> stack = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            registers[i] = before.getOrDefault(register(i), 0L);
        }
        registers[10] = FRAME;
        words.forEach(word -> stack.put(word.offset(), before.get(word)));
        for (Instruction instruction : function.instructions()) {
            switch (instruction) {
                case Instruction.Alu alu
                when alu.op() == AluOp.MOV && alu.is64() -> registers[alu.dst().number()] = value(alu.src(), registers);
                case Instruction.LoadWide wide -> registers[wide.dst().number()] = wide.value();
                case Instruction.Load load ->
                    registers[load.dst().number()] = Objects.requireNonNull(stack.get(load.offset()));
                case Instruction.Store store -> stack.put(store.offset(), value(store.src(), registers));
                case Instruction.Exit exit -> {}
                default -> throw new AssertionError(instruction);
            }
        }
        Map<Place, Long> after = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            after.put(register(i), registers[i]);
        }
        words.forEach(word -> after.put(word, stack.get(word.offset())));
        return after;
    }

    private static long value(dev.skep.bpf.asm.Operand operand, long[] registers) {
        return operand instanceof Immediate immediate ? immediate.value() : registers[((Register) operand).number()];
    }
}
