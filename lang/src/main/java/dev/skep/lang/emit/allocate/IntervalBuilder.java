package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;
import dev.skep.lang.emit.legal.Literals;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Liveness;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Return;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the instructions of a function in the order of its blocks, and finds the live interval of every register, in
 * one walk backwards. What an instruction demands of its operands' places stands here:
 *
 * <ul>
 *   <li>The first operand of arithmetic is moved to the result's register before anything else happens, so it may come
 *       from anywhere, and the second must not be in the result's register: it is needed for one position longer.
 *   <li>A call takes its arguments from anywhere, loses r0 to r5, and gives its result in r0.
 *   <li>A compare-and-exchange takes what it expects from anywhere to r0, and gives its result there.
 *   <li>Arguments of edges are read at the end of the block, parameters are made at the start of the next.
 * </ul>
 */
final class IntervalBuilder {
    private final Liveness liveness;
    private final Literals literals;
    private final @Nullable Interval[] intervals;
    private final int[] starts;
    private final int[] ends;
    private int[] clobbersAll = new int[16];
    private int clobbersAllCount;
    private int[] clobbersR0 = new int[16];
    private int clobbersR0Count;
    /** The position of the start of the block that is being walked. */
    private int from;

    IntervalBuilder(IrFunction function, Liveness liveness, List<Block> order, Literals literals) {
        this.literals = literals;
        this.liveness = liveness;
        intervals = new Interval[function.registerCount()];
        starts = new int[function.blockCount()];
        ends = new int[function.blockCount()];
        int position = 0;
        for (Block block : order) {
            starts[block.id()] = position;
            ends[block.id()] = position + 2 + 2 * block.instructions().size();
            position = ends[block.id()] + 2;
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            walk(order.get(i));
        }
        List<Reg> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Interval interval = intervals[parameters.get(i).id()];
            if (interval != null) {
                interval.defineAt(0);
                interval.suggest(Register.of(i + 1));
            }
        }
        reverse(clobbersAll, clobbersAllCount);
        reverse(clobbersR0, clobbersR0Count);
    }

    private static void reverse(int[] values, int count) {
        for (int i = 0, j = count - 1; i < j; i++, j--) {
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** By register number; null for registers that need no place. */
    @Nullable
    Interval[] intervals() {
        return intervals;
    }

    /** By block number: the position at which its parameters are made. */
    int[] starts() {
        return starts;
    }

    /** By block number: the position of its terminator. */
    int[] ends() {
        return ends;
    }

    /** The positions at which a register is lost, in order; the array is longer than {@link #clobberCount}. */
    int[] clobbers(Register register) {
        return register == Register.R0 ? clobbersR0 : clobbersAll;
    }

    int clobberCount(Register register) {
        return register == Register.R0 ? clobbersR0Count : clobbersAllCount;
    }

    private Interval interval(Reg register) {
        Interval interval = intervals[register.id()];
        if (interval == null) {
            interval = new Interval(register);
            intervals[register.id()] = interval;
        }
        return interval;
    }

    private void walk(Block block) {
        from = starts[block.id()];
        int end = ends[block.id()];
        List<Reg> live = new ArrayList<>();
        liveness.addLiveOut(block, live);
        for (Reg register : live) {
            if (!literals.contains(register)) {
                interval(register).addRange(from, end + 2);
            }
        }
        walk(block.terminator(), end);
        List<Inst> instructions = block.instructions();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            instructions.set(i, walk(instructions.get(i), from + 2 + 2 * i));
        }
        for (Reg parameter : block.parameters()) {
            interval(parameter).defineAt(from);
        }
    }

    // ------------------------------------------------------------------------------------------------------- uses

    /** An operand that may be anywhere, also in memory. */
    private void anywhere(Operand operand, int position) {
        use(operand, position, false);
    }

    /** An operand that has to be in a register. */
    private void inRegister(Operand operand, int position) {
        use(operand, position, true);
    }

    /** An operand that has to be in a register other than the result's: it is read after that one is written. */
    private void apart(Operand operand, int position) {
        use(operand, position + 1, true);
        use(operand, position, true);
    }

    private void use(Operand operand, int position, boolean mustBeRegister) {
        if (operand instanceof Reg register && !literals.contains(register)) {
            Interval interval = interval(register);
            interval.addRange(from, position + 1);
            interval.addUse(position, mustBeRegister);
        }
    }

    private boolean isLiveBehind(Operand operand, int position) {
        if (!(operand instanceof Reg register)) {
            return false;
        }
        Interval interval = intervals[register.id()];
        return interval != null && interval.isLiveBehind(position, from);
    }

    private void define(Reg dst, int position) {
        Interval interval = interval(dst);
        interval.defineAt(position + 1);
        interval.addUse(position + 1, true);
    }

    /** Asks for an operand's register to be the one it is moved to, if this is its last use. */
    private void suggest(Operand operand, int position, @Nullable Register wanted) {
        if (operand instanceof Reg register && !literals.contains(register) && !isLiveBehind(operand, position)) {
            interval(register).suggest(wanted);
        }
    }

    /** The first operand of an instruction that works on its result's register. */
    private void moved(Reg dst, Operand source, int position) {
        Interval result = interval(dst);
        suggest(source, position, result.hint());
        anywhere(source, position);
        if (source instanceof Reg register && !literals.contains(register)) {
            interval(register).relate(result);
            result.relate(interval(register));
        }
    }

    // ---------------------------------------------------------------------------------------------- instructions

    private void walk(Terminator terminator, int position) {
        if (terminator instanceof Branch branch) {
            inRegister(branch.left(), position);
            inRegister(branch.right(), position);
        } else if (terminator instanceof Return exit) {
            suggest(exit.value(), position, Register.R0);
            anywhere(exit.value(), position);
        }
        for (int j = 0; j < terminator.edgeCount(); j++) {
            Edge edge = terminator.edge(j);
            for (int i = 0; i < edge.arguments().size(); i++) {
                Operand argument = edge.arguments().get(i);
                Interval parameter = interval(edge.target().parameters().get(i));
                suggest(argument, position, parameter.hint());
                anywhere(argument, position);
                if (terminator instanceof Branch branch && branch.left() instanceof Reg tested) {
                    // So that the argument can be made before the branch.
                    parameter.avoid(interval(tested));
                }
                if (argument instanceof Reg register && !literals.contains(register)) {
                    interval(register).relate(parameter);
                    parameter.relate(interval(register));
                }
            }
        }
    }

    /** Takes the instruction's uses and result; returns it with its operands in the better order. */
    private Inst walk(Inst inst, int position) {
        if (inst instanceof Inst.Call call) {
            call(call.dst(), call.arguments(), position);
        } else if (inst instanceof Inst.FunctionCall call) {
            call(call.dst(), call.arguments(), position);
        } else if (inst instanceof Inst.KernelCall call) {
            call(call.dst(), call.arguments(), position);
        } else if (inst instanceof Inst.Binary binary) {
            return walk(binary, position);
        } else if (inst instanceof Inst.Copy copy) {
            define(copy.dst(), position);
            moved(copy.dst(), copy.source(), position);
        } else if (inst instanceof Inst.Negate negate) {
            define(negate.dst(), position);
            moved(negate.dst(), negate.source(), position);
        } else if (inst instanceof Inst.Extend extend) {
            define(extend.dst(), position);
            moved(extend.dst(), extend.source(), position);
        } else if (inst instanceof Inst.Compare compare) {
            define(compare.dst(), position);
            apart(compare.left(), position);
            apart(compare.right(), position);
        } else if (inst instanceof Inst.Load load) {
            define(load.dst(), position);
            inRegister(load.base(), position);
        } else if (inst instanceof Inst.FieldLoad load) {
            define(load.dst(), position);
            inRegister(load.base(), position);
        } else if (inst instanceof Inst.FieldAddress address) {
            define(address.dst(), position);
            moved(address.dst(), address.base(), position);
        } else if (inst instanceof Inst.Store store) {
            inRegister(store.base(), position);
            inRegister(store.value(), position);
        } else if (inst instanceof Inst.AtomicUpdate update) {
            inRegister(update.base(), position);
            inRegister(update.value(), position);
        } else if (inst instanceof Inst.AtomicFetch fetch) {
            define(fetch.dst(), position);
            moved(fetch.dst(), fetch.value(), position);
            apart(fetch.base(), position);
        } else if (inst instanceof Inst.CompareExchange exchange) {
            result(exchange.dst(), position);
            // What is expected goes to r0 first: nothing that the instruction reads may be there.
            clobbersR0 = append(clobbersR0, clobbersR0Count++, position);
            anywhere(exchange.expected(), position);
            apart(exchange.base(), position);
            apart(exchange.value(), position);
        } else {
            throw new IllegalStateException("not a legal instruction: " + inst);
        }
        return inst;
    }

    private void call(Reg dst, List<Operand> arguments, int position) {
        result(dst, position);
        clobbersR0 = append(clobbersR0, clobbersR0Count++, position + 1);
        clobbersAll = append(clobbersAll, clobbersAllCount++, position + 1);
        for (int i = 0; i < arguments.size(); i++) {
            suggest(arguments.get(i), position, Register.of(i + 1));
        }
        for (Operand argument : arguments) {
            anywhere(argument, position);
        }
    }

    /** A result that appears in r0 once the instruction has lost what was there. */
    private void result(Reg dst, int position) {
        Interval interval = intervals[dst.id()];
        if (interval != null) {
            interval.defineAt(position + 2);
            interval.suggest(Register.R0);
        }
    }

    /**
     * If the first operand of a commutative operation is still needed and the second is not, the second's register can
     * become the result's.
     */
    private Inst walk(Inst.Binary inst, int position) {
        boolean swap = inst.op().isCommutative()
                && inst.right() instanceof Reg
                && !isLiveBehind(inst.right(), position)
                && isLiveBehind(inst.left(), position)
                && !literals.contains(inst.left());
        Inst.Binary better =
                swap ? new Inst.Binary(inst.dst(), inst.op(), inst.right(), inst.left(), inst.span()) : inst;
        define(better.dst(), position);
        moved(better.dst(), better.left(), position);
        apart(better.right(), position);
        return better;
    }

    private static int[] append(int[] values, int count, int value) {
        int[] grown = count == values.length ? Arrays.copyOf(values, count * 2) : values;
        grown[count] = value;
        return grown;
    }
}
