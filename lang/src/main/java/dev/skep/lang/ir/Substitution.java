package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers to be replaced by other operands, and the rewriting of what uses them. Replacements follow each other: with
 * {@code %1 → %2} and {@code %2 → 7}, {@code %1} is 7. Where only a register can stand (an address), a constant is copied
 * into one just before.
 */
public final class Substitution implements InstVisitor<Inst> {
    private final IrFunction function;
    /** Where the instruction that is being rewritten will stand. */
    private List<Inst> before = new ArrayList<>(0);

    private @Nullable Operand[] replacements;
    private boolean empty = true;

    public Substitution(IrFunction function) {
        this.function = function;
        replacements = new Operand[function.registerCount()];
    }

    /** Replaces a register from now on; an operand that leads back to the register must not be given. */
    public void replace(Reg register, Operand by) {
        if (register.id() >= replacements.length) {
            replacements = Arrays.copyOf(replacements, Math.max(register.id() + 1, replacements.length * 2));
        }
        replacements[register.id()] = by;
        empty = false;
    }

    public boolean isEmpty() {
        return empty;
    }

    /** What stands for an operand now: itself, if nothing replaces it. */
    public Operand resolve(Operand operand) {
        if (!(operand instanceof Reg register)) {
            return operand;
        }
        Reg last = lastRegister(register);
        Operand constant = replacement(last);
        return constant == null ? last : constant;
    }

    /** The register that stands for an address now. */
    private Reg address(Reg register, Span span) {
        Reg last = lastRegister(register);
        Operand constant = replacement(last);
        if (constant == null) {
            return last;
        }
        Reg copy = function.newRegister();
        before.add(new Inst.Copy(copy, constant, span));
        return copy;
    }

    private Reg lastRegister(Reg register) {
        Reg last = register;
        while (replacement(last) instanceof Reg next) {
            last = next;
        }
        // The next look-up of a register on the way takes one step.
        Reg step = register;
        while (step != last && replacement(step) instanceof Reg next) {
            replacements[step.id()] = last;
            step = next;
        }
        return last;
    }

    private @Nullable Operand replacement(Reg register) {
        return register.id() < replacements.length ? replacements[register.id()] : null;
    }

    /** Rewrites every instruction and terminator of the function. */
    public void apply() {
        if (empty) {
            return;
        }
        List<Inst> rewritten = new ArrayList<>();
        for (Block block : function.blocks()) {
            List<Inst> instructions = block.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                apply(instructions.get(i), rewritten);
            }
            instructions.clear();
            instructions.addAll(rewritten);
            rewritten.clear();
            block.terminate(apply(block.terminator()));
        }
    }

    /** Appends the instruction with its operands replaced, behind the copies that it needs. */
    public void apply(Inst inst, List<Inst> to) {
        before = to;
        to.add(inst.accept(this));
    }

    /** The terminator with its operands and its edges' arguments replaced; the same one if none is. */
    public Terminator apply(Terminator terminator) {
        if (terminator instanceof Branch branch) {
            Operand left = resolve(branch.left());
            Operand right = resolve(branch.right());
            Edge yes = apply(branch.yes());
            Edge no = apply(branch.no());
            return left == branch.left() && right == branch.right() && yes == branch.yes() && no == branch.no()
                    ? branch
                    : new Branch(branch.condition(), left, right, yes, no);
        }
        if (terminator instanceof Jump jump) {
            Edge edge = apply(jump.edge());
            return edge == jump.edge() ? jump : new Jump(edge);
        }
        Return exit = (Return) terminator;
        Operand value = resolve(exit.value());
        return value == exit.value() ? exit : new Return(value);
    }

    private Edge apply(Edge edge) {
        List<Operand> arguments = all(edge.arguments());
        return arguments == edge.arguments() ? edge : new Edge(edge.target(), arguments);
    }

    private List<Operand> all(List<Operand> operands) {
        for (int i = 0; i < operands.size(); i++) {
            if (resolve(operands.get(i)) != operands.get(i)) {
                List<Operand> result = new ArrayList<>(operands.size());
                for (int j = 0; j < operands.size(); j++) {
                    result.add(resolve(operands.get(j)));
                }
                return result;
            }
        }
        return operands;
    }

    @Override
    public Inst copy(Inst.Copy inst) {
        Operand source = resolve(inst.source());
        return source == inst.source() ? inst : new Inst.Copy(inst.dst(), source, inst.span());
    }

    @Override
    public Inst binary(Inst.Binary inst) {
        Operand left = resolve(inst.left());
        Operand right = resolve(inst.right());
        return left == inst.left() && right == inst.right()
                ? inst
                : new Inst.Binary(inst.dst(), inst.op(), left, right, inst.span());
    }

    @Override
    public Inst negate(Inst.Negate inst) {
        Operand source = resolve(inst.source());
        return source == inst.source() ? inst : new Inst.Negate(inst.dst(), source, inst.span());
    }

    @Override
    public Inst extend(Inst.Extend inst) {
        Operand source = resolve(inst.source());
        return source == inst.source()
                ? inst
                : new Inst.Extend(inst.dst(), source, inst.bits(), inst.signed(), inst.span());
    }

    @Override
    public Inst compare(Inst.Compare inst) {
        Operand left = resolve(inst.left());
        Operand right = resolve(inst.right());
        return left == inst.left() && right == inst.right()
                ? inst
                : new Inst.Compare(inst.dst(), inst.condition(), left, right, inst.span());
    }

    @Override
    public Inst slotAddress(Inst.SlotAddress inst) {
        return inst;
    }

    @Override
    public Inst load(Inst.Load inst) {
        Reg base = address(inst.base(), inst.span());
        return base == inst.base()
                ? inst
                : new Inst.Load(inst.dst(), inst.width(), inst.signed(), base, inst.offset(), inst.span());
    }

    @Override
    public Inst store(Inst.Store inst) {
        Reg base = address(inst.base(), inst.span());
        Operand value = resolve(inst.value());
        return base == inst.base() && value == inst.value()
                ? inst
                : new Inst.Store(inst.width(), base, inst.offset(), value, inst.span());
    }

    @Override
    public Inst atomicUpdate(Inst.AtomicUpdate inst) {
        Reg base = address(inst.base(), inst.span());
        Operand value = resolve(inst.value());
        return base == inst.base() && value == inst.value()
                ? inst
                : new Inst.AtomicUpdate(inst.width(), inst.op(), base, inst.offset(), value, inst.span());
    }

    @Override
    public Inst atomicFetch(Inst.AtomicFetch inst) {
        Reg base = address(inst.base(), inst.span());
        Operand value = resolve(inst.value());
        return base == inst.base() && value == inst.value()
                ? inst
                : new Inst.AtomicFetch(inst.dst(), inst.width(), inst.op(), base, inst.offset(), value, inst.span());
    }

    @Override
    public Inst compareExchange(Inst.CompareExchange inst) {
        Reg base = address(inst.base(), inst.span());
        Operand expected = resolve(inst.expected());
        Operand value = resolve(inst.value());
        return base == inst.base() && expected == inst.expected() && value == inst.value()
                ? inst
                : new Inst.CompareExchange(inst.dst(), inst.width(), base, inst.offset(), expected, value, inst.span());
    }

    @Override
    public Inst zero(Inst.Zero inst) {
        Reg base = address(inst.base(), inst.span());
        return base == inst.base() ? inst : new Inst.Zero(base, inst.offset(), inst.size(), inst.span());
    }

    @Override
    public Inst copyBytes(Inst.CopyBytes inst) {
        Reg to = address(inst.to(), inst.span());
        Reg from = address(inst.from(), inst.span());
        return to == inst.to() && from == inst.from()
                ? inst
                : new Inst.CopyBytes(to, inst.toOffset(), from, inst.fromOffset(), inst.size(), inst.span());
    }

    @Override
    public Inst eventField(Inst.EventField inst) {
        return inst;
    }

    @Override
    public Inst eventFieldAddress(Inst.EventFieldAddress inst) {
        return inst;
    }

    @Override
    public Inst fieldAddress(Inst.FieldAddress inst) {
        Reg base = address(inst.base(), inst.span());
        return base == inst.base() ? inst : new Inst.FieldAddress(inst.dst(), base, inst.path(), inst.span());
    }

    @Override
    public Inst fieldLoad(Inst.FieldLoad inst) {
        Reg base = address(inst.base(), inst.span());
        return base == inst.base()
                ? inst
                : new Inst.FieldLoad(inst.dst(), inst.width(), inst.signed(), base, inst.path(), inst.span());
    }

    @Override
    public Inst typeId(Inst.TypeId inst) {
        return inst;
    }

    @Override
    public Inst mapReference(Inst.MapReference inst) {
        return inst;
    }

    @Override
    public Inst mapValueAddress(Inst.MapValueAddress inst) {
        return inst;
    }

    @Override
    public Inst mapLookup(Inst.MapLookup inst) {
        Reg key = address(inst.key(), inst.span());
        return key == inst.key() ? inst : new Inst.MapLookup(inst.dst(), inst.map(), key, inst.span());
    }

    @Override
    public Inst mapUpdate(Inst.MapUpdate inst) {
        Reg key = address(inst.key(), inst.span());
        Reg value = address(inst.value(), inst.span());
        return key == inst.key() && value == inst.value()
                ? inst
                : new Inst.MapUpdate(inst.dst(), inst.map(), key, value, inst.flags(), inst.span());
    }

    @Override
    public Inst mapDelete(Inst.MapDelete inst) {
        Reg key = address(inst.key(), inst.span());
        return key == inst.key() ? inst : new Inst.MapDelete(inst.dst(), inst.map(), key, inst.span());
    }

    @Override
    public Inst call(Inst.Call inst) {
        List<Operand> arguments = all(inst.arguments());
        return arguments == inst.arguments() ? inst : new Inst.Call(inst.dst(), inst.helper(), arguments, inst.span());
    }

    @Override
    public Inst kernelCall(Inst.KernelCall inst) {
        List<Operand> arguments = all(inst.arguments());
        return arguments == inst.arguments()
                ? inst
                : new Inst.KernelCall(inst.dst(), inst.function(), arguments, inst.span());
    }

    @Override
    public Inst functionCall(Inst.FunctionCall inst) {
        List<Operand> arguments = all(inst.arguments());
        return arguments == inst.arguments()
                ? inst
                : new Inst.FunctionCall(inst.dst(), inst.function(), arguments, inst.span());
    }

    @Override
    public Inst functionReference(Inst.FunctionReference inst) {
        return inst;
    }

    @Override
    public Inst ringReserve(Inst.RingReserve inst) {
        return inst;
    }

    @Override
    public Inst ringSubmit(Inst.RingSubmit inst) {
        Reg record = address(inst.record(), inst.span());
        return record == inst.record() ? inst : new Inst.RingSubmit(record, inst.span());
    }

    @Override
    public Inst ringDiscard(Inst.RingDiscard inst) {
        Reg record = address(inst.record(), inst.span());
        return record == inst.record() ? inst : new Inst.RingDiscard(record, inst.span());
    }
}
