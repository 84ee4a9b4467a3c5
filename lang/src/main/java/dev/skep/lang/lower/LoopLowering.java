package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loops. What the verifier can walk round by round in a little of its time is a loop in the function (kernel 5.3). All
 * others are functions of their own that {@code bpf_loop} (5.17) calls back, which the verifier looks at a few times however
 * many rounds there are: {@link OutlinedLoop}. On kernels without that helper they are loops in the function of as many
 * rounds as the verifier has patience for; what is cut off is counted.
 */
final class LoopLowering {
    /** Of rounds that are not known before the program runs. */
    static final long UNKNOWN = -1;

    /** {@code BPF_MAX_LOOPS}. */
    static final int MOST_ROUNDS = 8 << 20;

    /** Instructions that the verifier walks in a fraction of a millisecond. */
    private static final int LITTLE = 4096;

    /** Of the million instructions that the verifier walks ({@code BPF_COMPLEXITY_LIMIT_INSNS}): from round to round
     * it may have to walk the same ways again. */
    private static final int PATIENCE = 100_000;

    /**
     * Of the 8192 branches that the verifier puts off until it has walked a way to its end ({@code
     * BPF_COMPLEXITY_LIMIT_JMP_SEQ}), those of all loops behind each other.
     */
    private static final int BRANCHES = 3000;

    /**
     * How much dearer a branch in a loop is than one that leads behind it: what follows is walked again from round to
     * round, and for each way that led to the loop. Measured: with less, loops around an update of a map took more than a
     * million instructions.
     */
    private static final int AGAIN = 12;

    /** Instructions in a row instead of a loop. */
    private static final int IN_A_ROW = 256;

    private final Lowering lowering;
    private final IrBuilder ir;
    /** How often the verifier walks what is written now: the rounds of the loops around, multiplied. */
    private double around = 1;

    LoopLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    private LoopShape shape(Typed.@Nullable Expr condition, Typed.Block body) {
        return LoopShape.of(condition, body, lowering.program().target().possibleCpus());
    }

    private boolean hasLoop() {
        return lowering.program().target().hasHelper(Helper.LOOP);
    }

    // ------------------------------------------------------------------------------------------------------ ranges

    /** How many rounds a loop has, if that is known. */
    static long rounds(Typed.ForRange loop) {
        if (loop.from() instanceof Typed.Constant from && loop.to() instanceof Typed.Constant to) {
            boolean ahead = less(from, to);
            long rounds = ahead ? to.value() - from.value() : 0;
            return rounds < 0 ? Long.MAX_VALUE : rounds;
        }
        return UNKNOWN;
    }

    private static boolean less(Typed.Constant from, Typed.Constant to) {
        boolean fromHuge = !from.type().signed() && from.value() < 0;
        boolean toHuge = !to.type().signed() && to.value() < 0;
        return fromHuge == toHuge ? from.value() < to.value() : toHuge;
    }

    void range(Typed.ForRange loop) {
        long rounds = rounds(loop);
        if (rounds == 0) {
            return;
        }
        LoopShape shape = shape(null, loop.body());
        Operand from = lowering.value(loop.from());
        Operand to = lowering.value(loop.to());
        ir.at(loop.span());
        Variable start = ir.declareVariable("start");
        ir.write(start, from);
        Round round = new Round() {
            @Override
            void lower(Lowering in, Operand index) {
                Operand first = from instanceof Operand.Const ? from : in.ir().read(in.local(start, lowering));
                in.ir().at(loop.span());
                in.assign(loop.variable(), in.ir().binary(BinaryOp.ADD, first, index));
                loop.body().accept(new StatementLowering(in));
            }
        };
        if (rounds != UNKNOWN && isLittle(rounds, shape)) {
            bounded((int) rounds, false, shape, round);
            return;
        }
        Variable count = ir.declareVariable("rounds");
        if (rounds == UNKNOWN) {
            count(loop, from, to, count);
        } else {
            ir.write(count, Operand.of(Math.min(rounds, MOST_ROUNDS)));
            if (rounds > MOST_ROUNDS) {
                lowering.count(Loss.ROUNDS);
            }
        }
        if (hasLoop()) {
            OutlinedLoop.loop(lowering, ir.read(count), round, loop.span());
            return;
        }
        bounded(limit(shape), true, shape, new Round() {
            @Override
            boolean isTested() {
                return true;
            }

            @Override
            void test(Lowering in, Operand index, Block yes, Block no) {
                in.ir().branch(Condition.ULT, index, in.ir().read(count), yes, no);
            }

            @Override
            void lower(Lowering in, Operand index) {
                round.lower(in, index);
            }
        });
    }

    /** How many rounds there are to be, at most as many as the kernel takes. */
    private void count(Typed.ForRange loop, Operand from, Operand to, Variable count) {
        Block ahead = ir.newBlock();
        Block done = ir.newBlock();
        ir.write(count, Operand.of(0));
        lowering.conditions().branchLess(loop.from(), from, loop.to(), to, ahead, done);
        ir.seal(ahead);
        ir.position(ahead);
        Operand distance = ir.binary(BinaryOp.SUB, to, from);
        ir.write(count, distance);
        if (!isNarrow(loop.from()) || !isNarrow(loop.to())) {
            Block cut = ir.newBlock();
            ir.branch(Condition.UGT, distance, Operand.of(MOST_ROUNDS), cut, done);
            ir.seal(cut);
            ir.position(cut);
            ir.write(count, Operand.of(MOST_ROUNDS));
            lowering.count(Loss.ROUNDS);
        }
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** Whether differences of such numbers are fewer than the rounds that the kernel takes. */
    private static boolean isNarrow(Typed.Expr expr) {
        return expr.type() instanceof Type.Int type && type.bits() <= 16;
    }

    // -------------------------------------------------------------------------------------------------- conditions

    void whileLoop(Typed.While loop) {
        LoopShape shape = shape(loop.condition(), loop.body());
        Round round = new Round() {
            @Override
            boolean isTested() {
                return true;
            }

            @Override
            void test(Lowering in, Operand index, Block yes, Block no) {
                in.conditions().branch(loop.condition(), yes, no);
            }

            @Override
            void lower(Lowering in, Operand index) {
                loop.body().accept(new StatementLowering(in));
            }
        };
        if (hasLoop()) {
            OutlinedLoop.loop(lowering, Operand.of(MOST_ROUNDS), round, loop.span());
        } else {
            bounded(limit(shape), true, shape, round);
        }
    }

    // ------------------------------------------------------------------------------------------------------ unroll

    void unroll(Typed.Unroll loop) {
        LoopShape shape = shape(null, loop.body());
        if ((long) loop.count() * shape.size() <= IN_A_ROW) {
            for (int i = 0; i < loop.count() && !ir.isTerminated(); i++) {
                loop.body().accept(new StatementLowering(lowering));
            }
        } else if (loop.count() > 0) {
            // Who leaves it leaves the loop around: it is not entered as one.
            walk(loop.count(), false, shape.wavering(), new Ways(), new Round() {
                @Override
                void lower(Lowering in, Operand index) {
                    loop.body().accept(new StatementLowering(in));
                }
            });
        }
    }

    // -------------------------------------------------------------------------------------------- in the function

    /** A loop of so many rounds, whatever is done in one. Variables are the round's to read and write by their names here. */
    void repeat(int rounds, int size, Span span, Round round) {
        if (hasLoop() && (long) rounds * size > LITTLE) {
            OutlinedLoop.loop(lowering, Operand.of(rounds), round, span);
        } else {
            walk(rounds, false, List.of(), new Ways(), round);
        }
    }

    /** Whether the verifier walks so many rounds in no time, together with all that were walked before. */
    private boolean isLittle(long rounds, LoopShape shape) {
        return rounds <= LITTLE
                && rounds * shape.size() <= LITTLE
                && lowering.program().takeBranches((int) rounds * shape.branches(), BRANCHES);
    }

    /**
     * How many rounds of a loop the verifier has patience for: as many for each of the loops in each other, and for each of
     * those behind each other.
     */
    private int limit(LoopShape shape) {
        double share = 1.0 / lowering.program().loops();
        double most = Math.min(
                PATIENCE * share / shape.ways() / shape.size(),
                BRANCHES * share / 4 / (1 + AGAIN * (double) shape.branches()));
        double rounds = Math.pow(most / around, 1.0 / (1 + shape.depth()));
        return (int) Math.max(1, rounds);
    }

    /** Where the ways out of a round lead. */
    private final class Ways implements LoopScope {
        private final Join next = new Join(ir);
        private final Join done = new Join(ir);

        @Override
        public void leave() {
            done.jump();
        }

        @Override
        public void next() {
            next.jump();
        }
    }

    /**
     * A loop that the verifier walks round by round.
     *
     * @param open whether there may be more rounds to do behind the last one: then that is counted
     */
    private void bounded(int rounds, boolean open, LoopShape shape, Round round) {
        Ways ways = new Ways();
        lowering.enter(ways);
        double before = around;
        around *= rounds;
        walk(rounds, open, open ? shape.assigned() : shape.wavering(), ways, round);
        around = before;
        lowering.leaveLoop();
    }

    /** @param wavering variables that the verifier shall not follow through the rounds */
    private void walk(int rounds, boolean open, List<VariableSymbol> wavering, Ways ways, Round round) {
        if (rounds > 1) {
            forget(wavering);
        }
        Variable index = ir.declareVariable("round");
        ir.write(index, Operand.of(0));
        Block head = ir.newBlock();
        ir.jump(head);
        ir.position(head);
        Operand number = ir.read(index);
        if (round.isTested()) {
            Block yes = ir.newBlock();
            Block no = ir.newBlock();
            round.test(lowering, number, yes, no);
            ir.seal(no);
            ir.position(no);
            ways.done.jump();
            ir.seal(yes);
            ir.position(yes);
        }
        if (open) {
            stopAt(rounds, number, ways.done, lowering);
        }
        round.lower(lowering, number);
        ways.next.jump();
        if (ways.next.enter()) {
            Operand after = ir.binary(BinaryOp.ADD, number, Operand.of(1));
            ir.write(index, after);
            if (open) {
                ir.jump(head);
            } else {
                ir.branch(Condition.NE, after, Operand.of(rounds), head, ways.done.block());
            }
        }
        ir.seal(head);
        ways.done.enter();
    }

    /** Leaves a loop before the round of a number, and counts that it is cut. */
    static void stopAt(int last, Operand number, Join done, Lowering in) {
        IrBuilder ir = in.ir();
        Block cut = ir.newBlock();
        Block go = ir.newBlock();
        ir.branch(Condition.EQ, number, Operand.of(last), cut, go);
        ir.seal(cut);
        ir.seal(go);
        ir.position(cut);
        in.count(Loss.ROUNDS);
        done.jump();
        ir.position(go);
    }

    private void forget(List<VariableSymbol> wavering) {
        Opaque opaque = null;
        for (VariableSymbol symbol : wavering) {
            if (!lowering.knows(symbol)) {
                continue;
            }
            if (Lowering.isMemory(symbol)) {
                Opaque.memory(lowering.address(symbol), symbol.type().size(), ir);
            } else {
                opaque = opaque == null ? Opaque.here(ir) : opaque;
                Variable variable = lowering.variable(symbol);
                ir.write(variable, opaque.number(ir.read(variable)));
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- maps

    void map(Typed.ForMap loop) {
        OutlinedLoop.elements(lowering, loop);
    }
}
