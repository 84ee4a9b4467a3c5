package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.emit.legal.Literal.Constant;
import dev.skep.lang.emit.legal.Literal.FrameAddress;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes literals of registers that hold numbers, stack addresses and maps, and copies them into registers of their own
 * just before instructions that cannot take them as they are. What every position takes:
 *
 * <ul>
 *   <li>an address: a register or a stack address;
 *   <li>a right operand, a compared right operand, a stored value: a register or a number of 32 bits;
 *   <li>a compared left operand, an atomic's operand: a register;
 *   <li>all others (left operands, arguments of calls and edges, results): anything.
 * </ul>
 *
 * Division by 0 and shifts beyond 63 bits are done here too, since only here it is known what is a number.
 */
final class Materialisation {
    private final IrFunction function;
    private final SlotPlacement slots;
    private final Literals literals;
    /** What was copied in this block since the last call: later calls would have to save it. */
    private final Map<Operand, Reg> copies = new HashMap<>();

    private final List<Inst> out = new ArrayList<>();
    /** Of the last instruction: branches have no place of their own. */
    private Span lastSpan = new Span(new Source("", ""), 0, 0);

    Materialisation(IrFunction function, SlotPlacement slots) {
        this.function = function;
        this.slots = slots;
        literals = new Literals(function.registerCount());
    }

    Literals run() {
        for (Block block : Cfg.of(function).reversePostorder()) {
            copies.clear();
            for (Inst inst : block.instructions()) {
                lastSpan = inst.span();
                Literal literal = literal(inst);
                if (literal != null && inst instanceof Inst.Value value) {
                    literals.define(value.dst(), literal);
                } else {
                    out.add(legal(inst));
                }
                if (isCall(inst)) {
                    copies.clear();
                }
            }
            block.terminate(legal(block.terminator()));
            block.instructions().clear();
            block.instructions().addAll(out);
            out.clear();
        }
        return literals;
    }

    private static boolean isCall(Inst inst) {
        return inst instanceof Inst.Call || inst instanceof Inst.FunctionCall || inst instanceof Inst.KernelCall;
    }

    /** The literal that an instruction gives, or null. */
    private @Nullable Literal literal(Inst inst) {
        if (inst instanceof Inst.SlotAddress address) {
            return new FrameAddress(slots.stackOffset(address.slot()));
        }
        if (inst instanceof Inst.MapReference map) {
            return new Literal.Map(map.map());
        }
        if (inst instanceof Inst.MapValueAddress value) {
            return new Literal.MapValue(value.map(), value.offset());
        }
        if (inst instanceof Inst.TypeId id) {
            return new Literal.TypeId(id.kind(), id.type());
        }
        if (inst instanceof Inst.FunctionReference reference) {
            return new Literal.Function(reference.function());
        }
        if (inst instanceof Inst.Copy copy) {
            return literals.of(copy.source());
        }
        if (inst instanceof Inst.Binary sum
                && sum.op() == BinaryOp.ADD
                && literals.of(sum.left()) instanceof FrameAddress frame
                && literals.of(sum.right()) instanceof Constant number
                && fits(frame.offset() + number.value())) {
            return new FrameAddress((int) (frame.offset() + number.value()));
        }
        return null;
    }

    private static boolean fits(long offset) {
        return offset == (short) offset;
    }

    private Inst legal(Inst inst) {
        Span span = inst.span();
        if (inst instanceof Inst.Binary binary) {
            return legal(binary);
        }
        if (inst instanceof Inst.Compare compare) {
            boolean swap = literals.contains(compare.left()) && !literals.contains(compare.right());
            Condition condition = swap ? compare.condition().swapped() : compare.condition();
            Operand left = register(swap ? compare.right() : compare.left(), span);
            Operand right = registerOrConstant(swap ? compare.left() : compare.right(), span);
            return new Inst.Compare(compare.dst(), condition, left, right, span);
        }
        if (inst instanceof Inst.Load load) {
            Reg base = address(load.base(), load.offset(), span);
            return new Inst.Load(load.dst(), load.width(), load.signed(), base, load.offset(), span);
        }
        if (inst instanceof Inst.FieldLoad load) {
            // Linking replaces the offset: no part of it may be a stack address's.
            Reg base = register(load.base(), span);
            return new Inst.FieldLoad(load.dst(), load.width(), load.signed(), base, load.path(), span);
        }
        if (inst instanceof Inst.Store store) {
            Reg base = address(store.base(), store.offset(), span);
            return new Inst.Store(
                    store.width(), base, store.offset(), stored(store.value(), store.width(), span), span);
        }
        if (inst instanceof Inst.AtomicUpdate update) {
            Reg base = address(update.base(), update.offset(), span);
            Reg value = register(update.value(), span);
            return new Inst.AtomicUpdate(update.width(), update.op(), base, update.offset(), value, span);
        }
        if (inst instanceof Inst.AtomicFetch fetch) {
            Reg base = address(fetch.base(), fetch.offset(), span);
            return new Inst.AtomicFetch(
                    fetch.dst(), fetch.width(), fetch.op(), base, fetch.offset(), fetch.value(), span);
        }
        if (inst instanceof Inst.CompareExchange exchange) {
            Reg base = address(exchange.base(), exchange.offset(), span);
            Reg value = register(exchange.value(), span);
            return new Inst.CompareExchange(
                    exchange.dst(), exchange.width(), base, exchange.offset(), exchange.expected(), value, span);
        }
        return inst;
    }

    private Inst legal(Inst.Binary inst) {
        boolean swap = inst.op().isCommutative() && literals.contains(inst.left()) && !literals.contains(inst.right());
        Operand left = swap ? inst.right() : inst.left();
        Operand right = swap ? inst.left() : inst.right();
        if (literals.of(right) instanceof Constant number) {
            // The verifier refuses these with immediates: "div by zero", "invalid shift".
            switch (inst.op()) {
                case SHL, LSHR, ASHR -> right = Operand.of(number.value() & 63);
                case UDIV, SDIV -> {
                    if (number.value() == 0) {
                        return new Inst.Copy(inst.dst(), Operand.of(0), inst.span());
                    }
                }
                case UMOD, SMOD -> {
                    if (number.value() == 0) {
                        return new Inst.Copy(inst.dst(), left, inst.span());
                    }
                }
                case ADD, SUB, MUL, AND, OR, XOR -> {}
            }
        }
        if (inst.op().isCommutative() && isWide(right) && !copies.containsKey(right)) {
            // The left operand is made in the result's register: no other is needed for it.
            return new Inst.Binary(inst.dst(), inst.op(), right, register(left, inst.span()), inst.span());
        }
        right = registerOrConstant(right, inst.span());
        return new Inst.Binary(inst.dst(), inst.op(), left, right, inst.span());
    }

    private Terminator legal(Terminator terminator) {
        if (!(terminator instanceof Branch branch)) {
            return terminator;
        }
        if (literals.of(branch.left()) instanceof Constant left
                && literals.of(branch.right()) instanceof Constant right) {
            boolean holds = branch.condition().test(left.value(), right.value());
            return new Jump(holds ? branch.yes() : branch.no());
        }
        boolean swap = literals.contains(branch.left()) && !literals.contains(branch.right());
        return new Branch(
                swap ? branch.condition().swapped() : branch.condition(),
                register(swap ? branch.right() : branch.left(), lastSpan),
                registerOrConstant(swap ? branch.left() : branch.right(), lastSpan),
                branch.yes(),
                branch.no());
    }

    private boolean isWide(Operand operand) {
        return literals.of(operand) instanceof Constant number && number.value() != (int) number.value();
    }

    private Operand registerOrConstant(Operand operand, Span span) {
        return literals.of(operand) instanceof Constant number && number.value() == (int) number.value()
                ? Operand.of(number.value())
                : register(operand, span);
    }

    /** Of a stored number only the lower half matters when no more than that is stored. */
    private Operand stored(Operand operand, Width width, Span span) {
        return width != Width.DOUBLE && literals.of(operand) instanceof Constant number
                ? Operand.of(number.value() << 32 >> 32)
                : registerOrConstant(operand, span);
    }

    private Reg address(Reg base, int offset, Span span) {
        return literals.of(base) instanceof FrameAddress frame && fits((long) frame.offset() + offset)
                ? base
                : register(base, span);
    }

    private Reg register(Operand operand, Span span) {
        if (operand instanceof Reg register && !literals.contains(register)) {
            return register;
        }
        Reg copy = copies.get(operand);
        if (copy == null) {
            copy = function.newRegister();
            out.add(new Inst.Copy(copy, operand, span));
            copies.put(operand, copy);
        }
        return copy;
    }
}
