package dev.skep.lang.optimise;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Uses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of registers while a function is walked down its dominator tree: what assigns them, and what values they
 * may have there, by how they are computed, by what the edges give to parameters, and by the branches on the way.
 */
final class Facts {
    private static final int MAX_ERRNO = 4095;

    private final Cfg cfg;
    private final AddressParts addressParts;
    private final KnownOrders orders = new KnownOrders();
    private @Nullable Inst[] definitions;
    private @Nullable Range[] ranges;

    /** By register: 1 for each use, 2 for more. */
    private final byte[] uses;

    /** By parameter: what the edges have given so far. */
    private final @Nullable Range[] given;

    /** By block: how many of its edges were met. */
    private final int[] met;

    /** What to put back on the way up: registers, and their ranges before. */
    private final List<Reg> narrowed = new ArrayList<>();

    private final List<@Nullable Range> before = new ArrayList<>();
    /** By block on the way down: how much there was to put back. */
    private final ArrayDeque<int[]> marks = new ArrayDeque<>();

    Facts(IrFunction function) {
        cfg = Cfg.of(function);
        addressParts = new AddressParts(function);
        definitions = new Inst[function.registerCount()];
        ranges = new Range[function.registerCount()];
        given = new Range[function.registerCount()];
        uses = new byte[function.registerCount()];
        met = new int[function.blockCount()];
        UseCount count = new UseCount();
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                count.visit(inst);
            }
            count.visit(block.terminator());
        }
    }

    private final class UseCount extends Uses {
        @Override
        protected void use(Operand operand) {
            if (operand instanceof Reg register && uses[register.id()] < 2) {
                uses[register.id()]++;
            }
        }
    }

    /** Whether a register had only one use when the walk began. */
    boolean isUsedOnce(Operand operand) {
        return operand instanceof Reg register && register.id() < uses.length && uses[register.id()] == 1;
    }

    // ------------------------------------------------------------------------------------------------- the walk

    /** Goes down into a block: its parameters, and what the branch to it says, are known until {@link #leave}. */
    void enter(Block block) {
        marks.push(new int[] {narrowed.size(), orders.mark()});
        List<Block> predecessors = cfg.predecessors(block);
        // Where an edge leads back it has not been met yet.
        if (met[block.id()] == predecessors.size()) {
            for (Reg parameter : block.parameters()) {
                Range range = given[parameter.id()];
                if (range != null) {
                    ranges[parameter.id()] = range;
                }
            }
        }
        if (predecessors.size() == 1
                && predecessors.getFirst().terminator() instanceof Branch branch
                && branch.yes().target() != branch.no().target()) {
            boolean yes = branch.yes().target() == block;
            learn(yes ? branch.condition() : branch.condition().negated(), branch.left(), branch.right());
        }
    }

    /** Forgets what held in the block that was entered last. */
    void leave() {
        int[] mark = marks.pop();
        while (narrowed.size() > mark[0]) {
            ranges[narrowed.removeLast().id()] = before.removeLast();
        }
        orders.forget(mark[1]);
    }

    /** Notes what a block's end gives to the parameters of others. */
    void end(Terminator terminator) {
        for (int i = 0; i < terminator.edgeCount(); i++) {
            Edge edge = terminator.edge(i);
            met[edge.target().id()]++;
            for (int j = 0; j < edge.arguments().size(); j++) {
                Reg parameter = edge.target().parameters().get(j);
                Range range = given(terminator, i, edge.arguments().get(j));
                Range other = given[parameter.id()];
                given[parameter.id()] = other == null ? range : other.union(range);
            }
        }
    }

    private Range given(Terminator terminator, int index, Operand argument) {
        if (terminator instanceof Branch branch && argument instanceof Reg register) {
            Condition condition =
                    index == 0 ? branch.condition() : branch.condition().negated();
            if (branch.left() == register) {
                return narrow(condition, register, branch.right());
            }
            if (branch.right() == register) {
                return narrow(condition.swapped(), register, branch.left());
            }
        }
        return range(argument);
    }

    private void learn(Condition condition, Operand left, Operand right) {
        // Both by what was known before.
        Range ofLeft = left instanceof Reg register ? narrow(condition, register, right) : Range.FULL;
        Range ofRight = right instanceof Reg register ? narrow(condition.swapped(), register, left) : Range.FULL;
        if (left instanceof Reg register) {
            narrow(register, ofLeft);
        }
        if (right instanceof Reg register) {
            narrow(register, ofRight);
        }
        if (left instanceof Reg one
                && right instanceof Reg other
                && one != other
                && !isAddressPart(one)
                && !isAddressPart(other)) {
            orders.learn(condition, one, other);
        }
    }

    private void narrow(Reg register, Range range) {
        if (range != range(register)) {
            reserve(register);
            narrowed.add(register);
            before.add(ranges[register.id()]);
            ranges[register.id()] = range;
        }
    }

    /** What a branch leaves of a register's range. Of the parts of addresses only that they are 0, or not. */
    private Range narrow(Condition condition, Reg register, Operand other) {
        boolean isNullCheck = (condition == Condition.EQ || condition == Condition.NE)
                && other instanceof Const constant
                && constant.value() == 0;
        Range range = range(register);
        return isNullCheck || !isAddressPart(register) ? range.where(condition, range(other)) : range;
    }

    private boolean isAddressPart(Reg register) {
        return register.id() >= uses.length || addressParts.contains(register);
    }

    private void reserve(Reg register) {
        if (register.id() >= definitions.length) {
            definitions = Arrays.copyOf(definitions, Math.max(register.id() + 1, definitions.length * 2));
            ranges = Arrays.copyOf(ranges, definitions.length);
        }
    }

    // ---------------------------------------------------------------------------------------------- what is known

    void define(Reg register, Inst inst) {
        reserve(register);
        definitions[register.id()] = inst;
        ranges[register.id()] = isAddressPart(register) && !isFollowed(inst) ? Range.FULL : result(inst);
    }

    /** Whether the verifier, too, knows of a result what {@link #result} says, in every kernel. */
    private static boolean isFollowed(Inst inst) {
        if (inst instanceof Inst.Binary binary) {
            return switch (binary.op()) {
                case ADD, SUB, MUL, AND, OR, XOR -> true;
                case SHL, LSHR, ASHR -> binary.right() instanceof Const;
                case UDIV, SDIV, UMOD, SMOD -> false;
            };
        }
        return inst instanceof Inst.Extend extend && !extend.signed()
                || inst instanceof Inst.Load load && !load.signed()
                || inst instanceof Inst.SlotAddress
                || inst instanceof Inst.MapValueAddress;
    }

    /** The instruction that assigns a register; null for parameters and constants. */
    @Nullable
    Inst definition(Operand operand) {
        return operand instanceof Reg register && register.id() < definitions.length
                ? definitions[register.id()]
                : null;
    }

    /** The values that an operand may have here. */
    Range range(Operand operand) {
        if (operand instanceof Const constant) {
            return Range.constant(constant.value());
        }
        int id = ((Reg) operand).id();
        Range range = id < ranges.length ? ranges[id] : null;
        return range == null ? Range.FULL : range;
    }

    /** Whether a condition holds here, if that is known. */
    @Nullable
    Boolean test(Condition condition, Operand left, Operand right) {
        Boolean decided = range(left).test(condition, range(right));
        return decided == null && left instanceof Reg one && right instanceof Reg other
                ? orders.test(condition, one, other)
                : decided;
    }

    /** The values that an instruction may give. */
    Range result(Inst inst) {
        if (inst instanceof Inst.Binary binary) {
            return Arithmetic.of(binary.op(), range(binary.left()), range(binary.right()));
        }
        if (inst instanceof Inst.Extend extend) {
            return Arithmetic.extend(range(extend.source()), extend.bits(), extend.signed());
        }
        if (inst instanceof Inst.Load load) {
            return loaded(load.width(), load.signed());
        }
        if (inst instanceof Inst.FieldLoad load) {
            return loaded(load.width(), load.signed());
        }
        if (inst instanceof Inst.Compare) {
            return Range.TRUTH;
        }
        if (inst instanceof Inst.SlotAddress || inst instanceof Inst.MapValueAddress) {
            return Range.NOT_ZERO;
        }
        if (inst instanceof Inst.Negate negate) {
            return Arithmetic.negate(range(negate.source()));
        }
        if (inst instanceof Inst.MapUpdate || inst instanceof Inst.MapDelete) {
            return Range.signed(-MAX_ERRNO, 0);
        }
        return inst instanceof Inst.Call call ? result(call.helper()) : Range.FULL;
    }

    private static Range loaded(Width width, boolean signed) {
        int bits = width.bytes() * 8;
        return signed ? Arithmetic.extend(Range.FULL, bits, true) : Range.ofBits(bits);
    }

    private static Range result(Helper helper) {
        return switch (helper) {
            case GET_SMP_PROCESSOR_ID, GET_PRANDOM_U32, GET_NUMA_NODE_ID -> Range.ofBits(32);
            default -> Range.FULL;
        };
    }
}
