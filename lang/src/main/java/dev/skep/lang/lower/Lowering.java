package dev.skep.lang.lower;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Type;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One program while it is being written: what functions write their instructions with. Values that fit a register are
 * {@link #value}s; strings and tuples are {@link #write}n to a {@link Place}, straight to where they are wanted.
 */
public final class Lowering {
    private final ScriptMaps script;
    private final ProbePoint probe;
    private final IrFunction function = new IrFunction("main", 1);
    private final IrBuilder ir = new IrBuilder(function);
    private final Map<VariableSymbol, Variable> variables = new IdentityHashMap<>();
    private final Map<VariableSymbol, Slot> slots = new IdentityHashMap<>();
    private final Losses losses = new Losses(this);
    private final EventLowering events = new EventLowering(this);
    private final MapLowering maps = new MapLowering(this);
    private final StackLowering stacks = new StackLowering(this);
    private final ValueLowering values = new ValueLowering(this);
    private final Conditions conditions = new Conditions(this);
    private @Nullable Slot lossKey;

    Lowering(ScriptMaps script, ProbePoint probe) {
        this.script = script;
        this.probe = probe;
    }

    // -------------------------------------------------------------------------------------------------- the program

    /** What instructions are written with. */
    public IrBuilder ir() {
        return ir;
    }

    /** The probe that the program is for. */
    public ProbePoint probe() {
        return probe;
    }

    /** What the kernel hands to the program. */
    public Reg context() {
        return function.parameters().getFirst();
    }

    /** The sending of events. */
    public EventLowering events() {
        return events;
    }

    /** The script's maps. */
    public MapLowering maps() {
        return maps;
    }

    /** The taking of stacks. */
    public StackLowering stacks() {
        return stacks;
    }

    ScriptMaps script() {
        return script;
    }

    Conditions conditions() {
        return conditions;
    }

    Losses losses() {
        return losses;
    }

    /** Counts one loss, and goes on. */
    public void count(Loss loss) {
        losses.count(loss);
    }

    /** Notes, where user space looks from time to time, that the script wants to end. */
    void noteExit(int code) {
        losses.noteExit(code);
    }

    Slot lossKey() {
        if (lossKey == null) {
            lossKey = ir.newSlot(4, "kind of loss");
        }
        return lossKey;
    }

    /** Ends the function. Blocks that nothing leads to may stand in it: a condition was known, an exit came before. */
    IrFunction finish() {
        return ir.finish();
    }

    // ------------------------------------------------------------------------------------------------------- values

    /** The value of an expression that fits a register; 0 of one that has none. */
    public Operand value(Typed.Expr expr) {
        ir.at(expr.span());
        return expr.accept(values);
    }

    /** Writes a value of any type as the type {@code as}, which is at least as wide, to a place. */
    public void write(Typed.Expr expr, Type as, Place place) {
        if (isMemory(as)) {
            ir.at(expr.span());
            expr.accept(new MemoryLowering(this, as, place));
        } else {
            Operand value = value(expr);
            store(value, as, place);
        }
    }

    /** Writes a value that fits a register. */
    void store(Operand value, Type as, Place place) {
        ir.store(Width.ofBytes(as.size()), place.base(), place.offset(), value);
    }

    /** The address of a string or a tuple, the bytes behind it zeroed: where it lies, or a copy. */
    Place memory(Typed.Expr expr) {
        if (expr instanceof Typed.Variable variable) {
            return new Place(ir.slotAddress(slot(variable.variable())), 0, true);
        }
        return copy(expr, expr.type());
    }

    /** A copy of a value in a slot of its own. */
    Place copy(Typed.Expr expr, Type as) {
        Slot slot = ir.newSlot(as.size(), "value");
        Place place = new Place(ir.slotAddress(slot), 0, true);
        write(expr, as, place);
        return place;
    }

    /** Whether values of a type lie in memory, and not in a register. */
    static boolean isMemory(Type type) {
        return type instanceof Type.Str
                || type instanceof Type.Tuple
                || type instanceof Type.Buffer
                || type instanceof Type.Array
                || type instanceof Type.Struct
                || type instanceof Type.Rendered rendered && rendered.size() != Long.BYTES;
    }

    /** The variable of a symbol whose values fit a register. */
    Variable variable(VariableSymbol symbol) {
        return variables.computeIfAbsent(symbol, declared -> ir.declareVariable("$" + declared.name()));
    }

    /** The slot of a symbol whose values lie in memory. */
    Slot slot(VariableSymbol symbol) {
        return slots.computeIfAbsent(
                symbol, declared -> ir.newSlot(declared.type().size(), "$" + declared.name()));
    }

    /** The smaller of two unsigned numbers, the second a constant that bounds it for the verifier too. */
    public Operand atMost(Operand value, int most) {
        Variable result = ir.declareVariable("most");
        Block small = ir.newBlock();
        Block done = ir.newBlock();
        ir.write(result, Operand.of(most));
        ir.branch(Condition.ULT, value, Operand.of(most), small, done);
        ir.seal(small);
        ir.position(small);
        ir.write(result, value);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    // ------------------------------------------------------------------------------------------------------- memory

    /** A place's address. */
    public Reg address(Place place) {
        return place.offset() == 0 ? place.base() : ir.binary(BinaryOp.ADD, place.base(), Operand.of(place.offset()));
    }

    /** Zeroes a place if that is wanted there. */
    public void zeroIfPadded(Place place, int size) {
        if (place.padded() && size > 0) {
            ir.zero(place.base(), place.offset(), size);
        }
    }

    /** Writes a constant string and its NUL, {@code capacity} bytes in all where the place is padded. */
    public void writeText(byte[] text, int capacity, Place place) {
        int end = place.padded() ? capacity : Math.min(capacity, text.length + 1);
        int at = 0;
        while (at < end) {
            if (at > text.length) {
                zeroIfPadded(place.at(at), end - at);
                return;
            }
            int width = Chunks.width(place.offset() + at, end - at);
            long chunk = Chunks.of(text, at, width);
            ir.store(Width.ofBytes(width), place.base(), place.offset() + at, Operand.of(chunk));
            at += width;
        }
    }

    /**
     * Reads a string from memory with one of the {@code probe_read_*_str} helpers; what cannot be read is counted and left
     * empty.
     *
     * @param size how many bytes at most, the NUL included; at most {@code capacity}
     */
    public void readString(Helper helper, Operand from, Operand size, int capacity, Place place) {
        zeroIfPadded(place, capacity);
        if (!place.padded() && !(size instanceof Operand.Const)) {
            // Of no bytes nothing is written, not even a NUL.
            ir.store(Width.BYTE, place.base(), place.offset(), Operand.of(0));
        }
        Reg result = ir.call(helper, address(place), size, from);
        Block failed = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.SLT, result, Operand.of(0), failed, done);
        ir.seal(failed);
        ir.position(failed);
        losses.count(Loss.READ);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** Adds to a 64-bit word, whoever else does so at the same time. */
    public void add(Reg base, int offset, Operand value) {
        ir.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, base, offset, value);
    }

    /** Sets a 64-bit word. */
    public void set(Reg base, int offset, Operand value) {
        ir.store(Width.DOUBLE, base, offset, value);
    }

    /** Raises a 64-bit word to a value if it is smaller, both unsigned, whoever else does so at the same time. */
    public void raise(Reg base, int offset, Operand value) {
        new Exchange(this) {
            @Override
            Operand next(Operand before, Block keep) {
                Block raise = ir.newBlock();
                ir.branch(Condition.ULT, before, value, raise, keep);
                ir.seal(raise);
                ir.position(raise);
                return value;
            }
        }.lower(base, offset);
    }
}
