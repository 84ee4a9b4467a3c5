package dev.skep.lang.ir;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import java.util.List;
import java.util.Locale;

/**
 * Writes the IR as text, the same for the same program: what {@code -d ir} shows and golden tests compare.
 *
 * <pre>
 * program p0 tracepoint:syscalls:sys_enter_read
 * function main(%0)
 *   slot0: 8 bytes, key of @
 * b0:
 *   %1 = call get_current_pid_tgid()
 *   %2 = %1 u>> 32
 *   %3 = address of slot0
 *   store u64 [%3], %2
 *   %4 = lookup @ [%3]
 *   if %4 != 0 then b1(%4) else b2
 * </pre>
 */
public final class IrPrinter implements InstVisitor<StringBuilder> {
    private final StringBuilder out = new StringBuilder();

    private IrPrinter() {}

    public static String print(IrProgram program) {
        IrPrinter printer = new IrPrinter();
        printer.out
                .append("program ")
                .append(program.name())
                .append(' ')
                .append(program.probe())
                .append('\n');
        for (IrFunction function : program.functions()) {
            printer.function(function);
        }
        return printer.out.toString();
    }

    public static String print(IrFunction function) {
        IrPrinter printer = new IrPrinter();
        printer.function(function);
        return printer.out.toString();
    }

    /** One instruction, for messages. */
    public static String print(Inst inst) {
        return inst.accept(new IrPrinter()).toString();
    }

    /** One terminator, for messages. */
    public static String print(Terminator terminator) {
        IrPrinter printer = new IrPrinter();
        printer.terminator(terminator);
        return printer.out.toString();
    }

    private void function(IrFunction function) {
        out.append("function ").append(function.name());
        list(function.parameters()).append('\n');
        for (Slot slot : function.slots()) {
            out.append("  ")
                    .append(slot)
                    .append(": ")
                    .append(slot.size())
                    .append(slot.isOnStack() ? " bytes of stack, " : " bytes, ");
            out.append(slot.purpose()).append('\n');
        }
        for (Block block : function.blocks()) {
            block(block);
        }
    }

    private void block(Block block) {
        out.append(block);
        if (!block.parameters().isEmpty()) {
            list(block.parameters());
        }
        out.append(":\n");
        for (Inst inst : block.instructions()) {
            out.append("  ");
            inst.accept(this).append('\n');
        }
        out.append("  ");
        if (block.isTerminated()) {
            terminator(block.terminator());
        } else {
            out.append("(open)");
        }
        out.append('\n');
    }

    private void terminator(Terminator terminator) {
        if (terminator instanceof Branch branch) {
            out.append("if ")
                    .append(branch.left())
                    .append(' ')
                    .append(branch.condition().text());
            out.append(' ').append(branch.right()).append(" then ");
            edge(branch.yes());
            out.append(" else ");
            edge(branch.no());
        } else if (terminator instanceof Jump jump) {
            out.append("goto ");
            edge(jump.edge());
        } else if (terminator instanceof Return exit) {
            out.append("return ").append(exit.value());
        }
    }

    private void edge(Edge edge) {
        out.append(edge.target());
        if (!edge.arguments().isEmpty()) {
            list(edge.arguments());
        }
    }

    private StringBuilder list(List<? extends Operand> operands) {
        out.append('(');
        for (int i = 0; i < operands.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(operands.get(i));
        }
        return out.append(')');
    }

    private StringBuilder set(Inst.Value inst) {
        return out.append(inst.dst()).append(" = ");
    }

    private StringBuilder access(String what, Width width, boolean signed) {
        return out.append(what)
                .append(signed ? " s" : " u")
                .append(width.bytes() * 8)
                .append(' ');
    }

    private StringBuilder at(Reg base, int offset) {
        out.append('[').append(base);
        if (offset != 0) {
            out.append(offset < 0 ? " - " : " + ").append(Math.abs((long) offset));
        }
        return out.append(']');
    }

    private StringBuilder at(BtfPath path, Reg base) {
        return out.append(path)
                .append('@')
                .append(path.offset())
                .append(" [")
                .append(base)
                .append(']');
    }

    @Override
    public StringBuilder copy(Inst.Copy inst) {
        return set(inst).append(inst.source());
    }

    @Override
    public StringBuilder binary(Inst.Binary inst) {
        return set(inst)
                .append(inst.left())
                .append(' ')
                .append(inst.op().text())
                .append(' ')
                .append(inst.right());
    }

    @Override
    public StringBuilder negate(Inst.Negate inst) {
        return set(inst).append("-(").append(inst.source()).append(')');
    }

    @Override
    public StringBuilder extend(Inst.Extend inst) {
        set(inst).append(inst.signed() ? "(s" : "(u").append(inst.bits()).append(") ");
        return out.append(inst.source());
    }

    @Override
    public StringBuilder compare(Inst.Compare inst) {
        set(inst).append(inst.left()).append(' ').append(inst.condition().text());
        return out.append(' ').append(inst.right());
    }

    @Override
    public StringBuilder slotAddress(Inst.SlotAddress inst) {
        return set(inst).append("address of ").append(inst.slot());
    }

    @Override
    public StringBuilder load(Inst.Load inst) {
        set(inst);
        access("load", inst.width(), inst.signed());
        return at(inst.base(), inst.offset());
    }

    @Override
    public StringBuilder store(Inst.Store inst) {
        access("store", inst.width(), false);
        return at(inst.base(), inst.offset()).append(", ").append(inst.value());
    }

    @Override
    public StringBuilder atomicUpdate(Inst.AtomicUpdate inst) {
        access("atomic " + name(inst.op()), inst.width(), false);
        return at(inst.base(), inst.offset()).append(", ").append(inst.value());
    }

    @Override
    public StringBuilder atomicFetch(Inst.AtomicFetch inst) {
        set(inst);
        access("atomic fetch " + name(inst.op()), inst.width(), false);
        return at(inst.base(), inst.offset()).append(", ").append(inst.value());
    }

    @Override
    public StringBuilder compareExchange(Inst.CompareExchange inst) {
        set(inst);
        access("compare exchange", inst.width(), false);
        at(inst.base(), inst.offset()).append(", ").append(inst.expected());
        return out.append(" -> ").append(inst.value());
    }

    @Override
    public StringBuilder zero(Inst.Zero inst) {
        out.append("zero ").append(inst.size()).append(" at ");
        return at(inst.base(), inst.offset());
    }

    @Override
    public StringBuilder copyBytes(Inst.CopyBytes inst) {
        out.append("copy ").append(inst.size()).append(" to ");
        at(inst.to(), inst.toOffset()).append(" from ");
        return at(inst.from(), inst.fromOffset());
    }

    @Override
    public StringBuilder eventField(Inst.EventField inst) {
        return set(inst).append("field ").append(inst.field());
    }

    @Override
    public StringBuilder eventFieldAddress(Inst.EventFieldAddress inst) {
        return set(inst).append("address of field ").append(inst.field());
    }

    @Override
    public StringBuilder fieldAddress(Inst.FieldAddress inst) {
        set(inst).append("address of ");
        return at(inst.path(), inst.base());
    }

    @Override
    public StringBuilder fieldLoad(Inst.FieldLoad inst) {
        set(inst);
        access("load", inst.width(), inst.signed());
        return at(inst.path(), inst.base());
    }

    @Override
    public StringBuilder typeId(Inst.TypeId inst) {
        return set(inst).append("id of ").append(inst.kind()).append(' ').append(inst.type());
    }

    @Override
    public StringBuilder mapReference(Inst.MapReference inst) {
        return set(inst).append("map ").append(inst.map());
    }

    @Override
    public StringBuilder mapValueAddress(Inst.MapValueAddress inst) {
        set(inst).append("address of value of ").append(inst.map());
        return inst.offset() == 0 ? out : out.append(" + ").append(inst.offset());
    }

    @Override
    public StringBuilder mapLookup(Inst.MapLookup inst) {
        set(inst).append("lookup ").append(inst.map()).append(' ');
        return at(inst.key(), 0);
    }

    @Override
    public StringBuilder mapUpdate(Inst.MapUpdate inst) {
        set(inst).append("update ").append(inst.map()).append(' ');
        at(inst.key(), 0).append(" with ");
        return at(inst.value(), 0).append(", flags ").append(inst.flags());
    }

    @Override
    public StringBuilder mapDelete(Inst.MapDelete inst) {
        set(inst).append("delete ").append(inst.map()).append(' ');
        return at(inst.key(), 0);
    }

    @Override
    public StringBuilder call(Inst.Call inst) {
        set(inst).append("call ").append(name(inst.helper()));
        return list(inst.arguments());
    }

    @Override
    public StringBuilder kernelCall(Inst.KernelCall inst) {
        set(inst).append("kernel ").append(inst.function());
        return list(inst.arguments());
    }

    @Override
    public StringBuilder functionCall(Inst.FunctionCall inst) {
        set(inst).append("function ").append(inst.function());
        return list(inst.arguments());
    }

    @Override
    public StringBuilder functionReference(Inst.FunctionReference inst) {
        return set(inst).append("reference to ").append(inst.function());
    }

    @Override
    public StringBuilder ringReserve(Inst.RingReserve inst) {
        return set(inst).append("reserve ").append(inst.size()).append(" in ").append(inst.map());
    }

    @Override
    public StringBuilder ringSubmit(Inst.RingSubmit inst) {
        return out.append("submit ").append(inst.record());
    }

    @Override
    public StringBuilder ringDiscard(Inst.RingDiscard inst) {
        return out.append("discard ").append(inst.record());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
