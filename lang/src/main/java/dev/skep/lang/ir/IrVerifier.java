package dev.skep.lang.ir;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Terminator.Edge;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what every pass relies on: each register is assigned once and used only where its assignment comes first on
 * every way; each reachable block has an end; edges give as many arguments as their target has parameters; nothing leads
 * back to the entry; widths, counts and slot bounds are possible ones. Of a program also: functions have different names,
 * get as many arguments as they have parameters, and do not call each other in a ring; only the main function, which is
 * given the event, reads its fields; addresses of slots are stored on the stack only, and passed on as multiples of 8.
 */
public final class IrVerifier extends Uses {
    private static final int MAX_ARGUMENTS = 5;

    private final IrFunction function;
    private final Cfg cfg;
    private final Dominators dominators;
    private final @Nullable Block[] definedIn;
    /** Position in its block; -1 for parameters. */
    private final int[] definedAt;

    private final @Nullable Slot[] slotOf;
    private final BitSet members = new BitSet();
    private Block block;
    private int position;

    private IrVerifier(IrFunction function) {
        this.function = function;
        block = function.blocks().getFirst();
        for (Block each : function.blocks()) {
            if (!each.isTerminated()) {
                throw new IllegalStateException(function.name() + ": " + each + " has no end");
            }
        }
        cfg = Cfg.of(function);
        dominators = cfg.dominators();
        definedIn = new Block[function.registerCount()];
        definedAt = new int[function.registerCount()];
        slotOf = new Slot[function.registerCount()];
        Arrays.fill(definedAt, -1);
    }

    /** @throws IllegalStateException that names the function, the place and the rule, if there is anything wrong */
    public static void verify(IrFunction function) {
        if (function.blocks().isEmpty()) {
            throw new IllegalStateException(function.name() + " has no blocks");
        }
        new IrVerifier(function).verify();
    }

    /** As {@link #verify(IrFunction)}, for all functions. */
    public static void verify(IrProgram program) {
        Map<String, IrFunction> functions = new HashMap<>();
        for (IrFunction function : program.functions()) {
            if (functions.put(function.name(), function) != null) {
                throw new IllegalStateException("two functions are named " + function.name());
            }
        }
        for (IrFunction function : program.functions()) {
            verify(function);
            new ProgramRules(program, functions, function).check();
        }
        CallGraph.of(program);
    }

    private void verify() {
        Block entry = block;
        check(function.parameters().size() <= MAX_ARGUMENTS, "more than 5 parameters");
        check(entry.parameters().isEmpty(), "the entry has parameters");
        check(cfg.predecessors(entry).isEmpty(), "the entry is jumped to");
        for (Reg parameter : function.parameters()) {
            define(parameter, -1);
        }
        for (Block each : function.blocks()) {
            block = each;
            members.set(each.id());
            for (Reg parameter : each.parameters()) {
                define(parameter, -1);
            }
            for (int i = 0; i < each.instructions().size(); i++) {
                position = i;
                Reg result = each.instructions().get(i).result();
                if (result != null) {
                    define(result, i);
                }
                if (each.instructions().get(i) instanceof Inst.SlotAddress address) {
                    slotOf[address.dst().id()] = address.slot();
                }
            }
        }
        for (Block each : cfg.reversePostorder()) {
            block = each;
            for (position = 0; position < each.instructions().size(); position++) {
                Inst inst = each.instructions().get(position);
                checkShape(inst);
                visit(inst);
            }
            visit(each.terminator());
            for (Edge edge : each.terminator().edges()) {
                check(
                        edge.arguments().size() == edge.target().parameters().size(),
                        "wrong number of arguments for " + edge.target());
                check(members.get(edge.target().id()), edge.target() + " is not in the function");
            }
        }
    }

    private void define(Reg register, int at) {
        check(definedIn[register.id()] == null, register + " is assigned twice");
        definedIn[register.id()] = block;
        definedAt[register.id()] = at;
    }

    @Override
    protected void use(Operand operand) {
        if (!(operand instanceof Reg register)) {
            return;
        }
        Block from = definedIn[register.id()];
        check(from != null, register + " is not assigned");
        boolean before = from == block
                ? definedAt[register.id()] < position
                : from != null && cfg.isReachable(from) && dominators.dominates(from, block);
        check(before, register + " is used where it is not assigned");
    }

    private void checkShape(Inst inst) {
        if (inst instanceof Inst.Extend extend) {
            check(extend.bits() == 8 || extend.bits() == 16 || extend.bits() == 32, "bits are 8, 16 or 32");
        } else if (inst instanceof Inst.Load load) {
            check(!load.signed() || load.width() != Width.DOUBLE, "64 bits are not extended");
            checkArea(load.base(), load.offset(), load.width().bytes());
        } else if (inst instanceof Inst.Store store) {
            checkArea(store.base(), store.offset(), store.width().bytes());
        } else if (inst instanceof Inst.AtomicUpdate update) {
            checkAtomic(update.width(), update.op());
            checkArea(update.base(), update.offset(), update.width().bytes());
            check(update.op() != AtomicOp.XCHG, "an exchange fetches");
        } else if (inst instanceof Inst.AtomicFetch fetch) {
            checkAtomic(fetch.width(), fetch.op());
            checkArea(fetch.base(), fetch.offset(), fetch.width().bytes());
        } else if (inst instanceof Inst.CompareExchange exchange) {
            checkAtomic(exchange.width(), AtomicOp.XCHG);
            checkArea(exchange.base(), exchange.offset(), exchange.width().bytes());
        } else if (inst instanceof Inst.Zero zero) {
            checkArea(zero.base(), zero.offset(), zero.size());
        } else if (inst instanceof Inst.CopyBytes copy) {
            checkArea(copy.to(), copy.toOffset(), copy.size());
            checkArea(copy.from(), copy.fromOffset(), copy.size());
        } else if (inst instanceof Inst.Call call) {
            check(call.arguments().size() <= MAX_ARGUMENTS, "more than 5 arguments");
        } else if (inst instanceof Inst.KernelCall call) {
            check(call.arguments().size() <= MAX_ARGUMENTS, "more than 5 arguments");
        } else if (inst instanceof Inst.FunctionCall call) {
            check(call.arguments().size() <= MAX_ARGUMENTS, "more than 5 arguments");
        } else if (inst instanceof Inst.FieldLoad load) {
            check(!load.signed() || load.width() != Width.DOUBLE, "64 bits are not extended");
        } else if (inst instanceof Inst.SlotAddress address) {
            Slot slot = address.slot();
            check(
                    slot.id() < function.slots().size() && function.slots().get(slot.id()) == slot,
                    slot + " is another function's");
        } else if (inst instanceof Inst.RingReserve reserve) {
            check(reserve.size() > 0, "no bytes to reserve");
        }
    }

    private void checkAtomic(Width width, AtomicOp op) {
        check(width == Width.WORD || width == Width.DOUBLE, "an atomic operation is of 4 or 8 bytes");
        check(op != AtomicOp.CMPXCHG, "a compare-and-exchange is an instruction of its own");
    }

    private void checkArea(Reg base, int offset, int size) {
        check(size >= 0, "negative size");
        check(offset == (short) offset, "the offset does not fit in 16 bits");
        Slot slot = slotOf[base.id()];
        check(
                slot == null || offset >= 0 && (long) offset + size <= slot.size(),
                "bytes " + offset + " to " + ((long) offset + size) + " are not all in " + slot);
    }

    private void check(boolean right, String rule) {
        if (!right) {
            String where = position < block.instructions().size()
                    ? IrPrinter.print(block.instructions().get(position))
                    : "the end";
            throw new IllegalStateException(function.name() + " " + block + ", at \"" + where + "\": " + rule);
        }
    }
}
