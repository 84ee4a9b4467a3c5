package dev.skep.lang.lower;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.arch.PtRegs;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.check.FieldExpression;
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
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One function of a program while it is being written: what functions of the language write their instructions with. Values that fit a register are
 * {@link #value}s; strings and tuples are {@link #write}n to a {@link Place}, straight to where they are wanted.
 */
public final class Lowering {
    private final ProgramLowering program;
    private final IrFunction function;
    private final IrBuilder ir;
    /** What a loop's body, a function of its own, has of the function around it; null in the main function. */
    private final @Nullable Closure closure;

    private final List<LoopScope> loops = new ArrayList<>(0);
    private final Map<VariableSymbol, Variable> variables = new IdentityHashMap<>();
    private final Map<VariableSymbol, Slot> slots = new IdentityHashMap<>();
    private final Losses losses;
    private final EventLowering events;
    private final MapLowering maps;
    private final StackLowering stacks;
    private final SightingLowering sightings;
    private final ValueLowering values;
    private final Conditions conditions;
    private final LoopLowering loopLowering;
    private final AggregateReading aggregates;
    private final StructLowering structs;
    private final CastLowering casts;
    private final CurrentTask task;
    private @Nullable Slot lossKey;
    private @Nullable Runnable end;
    private boolean foreign;

    /** The main function of a program. */
    Lowering(ProgramLowering program) {
        this(program, new IrFunction("main", 1), null);
    }

    /**
     * A function that a helper calls back.
     *
     * @param parameters how many; the last is the closure's address
     */
    Lowering(Lowering outer, String name, int parameters) {
        this(outer.program, new IrFunction(name, parameters), outer);
    }

    private Lowering(ProgramLowering program, IrFunction function, @Nullable Lowering outer) {
        this.program = program;
        this.function = function;
        ir = new IrBuilder(function);
        closure = outer == null
                ? null
                : new Closure(outer, ir, function.parameters().getLast());
        losses = new Losses(this);
        events = new EventLowering(this);
        maps = new MapLowering(this);
        stacks = new StackLowering(this);
        sightings = new SightingLowering(this);
        values = new ValueLowering(this);
        conditions = new Conditions(this);
        loopLowering = new LoopLowering(this);
        aggregates = new AggregateReading(this);
        structs = new StructLowering(this);
        casts = new CastLowering(this);
        task = new CurrentTask(this);
    }

    // -------------------------------------------------------------------------------------------------- the program

    /** What instructions are written with. */
    public IrBuilder ir() {
        return ir;
    }

    /** The probe that has fired. */
    public FiredProbe probe() {
        return new FiredProbe(this);
    }

    /** The machine. */
    public Arch arch() {
        return program.target().arch();
    }

    /** The machine's registers, as contexts hold them. */
    public PtRegs registers() {
        return arch().ptRegs();
    }

    /** What the kernel hands to the program. */
    public Reg context() {
        return closure == null ? function.parameters().getFirst() : register(ir.read(closure.context()));
    }

    /** The context's address as a number, which any operator takes. */
    public Operand contextAddress() {
        return structs.number(context());
    }

    /** The value of one of the event's fields. */
    Operand eventField(String name) {
        if (closure != null) {
            return ir.read(closure.field(name, false));
        }
        Typed.Expr elsewhere = elsewhere(name);
        return elsewhere == null ? ir.eventField(name) : foreign(() -> value(elsewhere));
    }

    /** The address of one of the event's fields. */
    Operand eventFieldAddress(String name) {
        if (closure != null) {
            return ir.read(closure.field(name, true));
        }
        Place copy = fieldCopy(name);
        return copy == null ? ir.eventFieldAddress(name) : address(copy);
    }

    /** A copy of one of the event's fields that does not lie in the program's context; null of one that does. */
    @Nullable
    Place fieldCopy(String name) {
        Typed.Expr elsewhere = closure == null ? elsewhere(name) : null;
        return elsewhere == null ? null : foreign(() -> memory(elsewhere));
    }

    /** An element of one of the event's fields, if that does not lie in the program's context and is a list of values. */
    @Nullable
    Operand fieldElement(String name, int index) {
        Typed.Expr elsewhere = closure == null ? elsewhere(name) : null;
        Typed.Expr element = elsewhere == null ? null : FieldExpression.element(elsewhere, index);
        return element == null ? null : foreign(() -> value(element));
    }

    /** What gives the value of a field that does not lie in the program's context. */
    private Typed.@Nullable Expr elsewhere(String field) {
        return foreign ? null : program.plan().expressions().get(field);
    }

    /** Whether a field's value is not the one in the program's context: it may be wider. */
    boolean isElsewhere(String field) {
        return !foreign && program.plan().expressions().containsKey(field);
    }

    /** Whether what is being built is of the attach plan. */
    boolean isForeign() {
        return foreign;
    }

    /** Builds what is of the attach plan's expressions: their fields are those of the context, their text is not the user's. */
    <T> T foreign(Supplier<T> build) {
        boolean before = foreign;
        foreign = true;
        boolean held = ir.hold(true);
        T built = build.get();
        ir.hold(held);
        foreign = before;
        return built;
    }

    /** When the session began, in nanoseconds since the machine was started. */
    public Operand start() {
        return ir.load(Width.DOUBLE, false, ir.mapValueAddress(script().start(), 0), 0);
    }

    /** The sending of events. */
    public EventLowering events() {
        return events;
    }

    /** Whether the program is a pinned walk's: it runs for whoever reads the file, and no session takes its events. */
    public boolean isPinned() {
        return program.plan().attach() instanceof AttachSpec.Iterator iterator
                && !iterator.pin().isEmpty();
    }

    /** Printing in a pinned walk. */
    public SequenceLowering sequence() {
        return new SequenceLowering(this);
    }

    /** The script's maps. */
    public MapLowering maps() {
        return maps;
    }

    /** The taking of stacks. */
    public StackLowering stacks() {
        return stacks;
    }

    /** The task that runs. */
    public CurrentTask task() {
        return task;
    }

    /** The sending of what is first seen. */
    public SightingLowering sightings() {
        return sightings;
    }

    ProgramLowering program() {
        return program;
    }

    ScriptMaps script() {
        return program.script();
    }

    LoopLowering loops() {
        return loopLowering;
    }

    AggregateReading aggregates() {
        return aggregates;
    }

    StructLowering structs() {
        return structs;
    }

    CastLowering casts() {
        return casts;
    }

    Reg parameter(int index) {
        return function.parameters().get(index);
    }

    Closure closure() {
        return Objects.requireNonNull(closure);
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

    /** Ends the program's run, from wherever in it this is. */
    public void endRun() {
        if (end == null) {
            ir.ret(Operand.of(0));
        } else {
            end.run();
        }
    }

    /** What {@link #endRun} is to do in a function that is called back. */
    void onEnd(Runnable action) {
        end = action;
    }

    /** The innermost loop of the function. */
    LoopScope loop() {
        return loops.getLast();
    }

    void enter(LoopScope loop) {
        loops.add(loop);
    }

    void leaveLoop() {
        loops.removeLast();
    }

    /** Ends the function. Blocks that nothing leads to may stand in it: a condition was known, an exit came before. */
    IrFunction finish() {
        IrFunction finished = ir.finish();
        task.finish(finished);
        return finished;
    }

    // ------------------------------------------------------------------------------------------------------- values

    /** The value of an expression that fits a register; 0 of one that has none. */
    public Operand value(Typed.Expr expr) {
        ir.at(expr.span());
        return expr.accept(values);
    }

    /** Statements in front of a value. */
    void statements(List<Typed.Statement> statements) {
        new StatementLowering(this).all(statements);
        if (ir.isTerminated()) {
            // The value is never reached, but has its place in what is being built.
            Block unreached = ir.newBlock();
            ir.seal(unreached);
            ir.position(unreached);
        }
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

    /** Writes a number's bytes: arrays of bytes, and strings, lie anywhere. */
    void writeBytes(Operand value, int size, Place place) {
        for (int at = 0; at < size; ) {
            int width = Chunks.width(place.offset() + at, size - at);
            Operand piece = at == 0 ? value : ir.binary(BinaryOp.LSHR, value, Operand.of(8L * at));
            ir.store(Width.ofBytes(width), place.base(), place.offset() + at, piece);
            at += width;
        }
    }

    /** The address of a string or a tuple, the bytes behind it zeroed: where it lies, or a copy. */
    Place memory(Typed.Expr expr) {
        if (expr instanceof Typed.Variable variable) {
            return new Place(address(variable.variable()), 0, true);
        }
        Place part = structs.part(expr);
        return part != null ? part : copy(expr, expr.type());
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

    /** Whether a variable lies in memory: because of its type, or because its address is taken. */
    static boolean isMemory(VariableSymbol symbol) {
        return symbol.hasAddress() || isMemory(symbol.type());
    }

    /** The value of a variable that fits a register. */
    Operand read(VariableSymbol symbol) {
        return symbol.hasAddress()
                ? ValueLowering.load(symbol.type(), new Place(address(symbol), 0, true), ir)
                : ir.read(variable(symbol));
    }

    /** A variable that fits a register has this value from here on. */
    void assign(VariableSymbol symbol, Operand value) {
        if (symbol.hasAddress()) {
            store(value, symbol.type(), new Place(addressToWrite(symbol), 0, true));
        } else {
            ir.write(variable(symbol), value);
        }
    }

    /** The integer that values of a type are, or null if they are none. */
    static Type.@Nullable Int integer(Type type) {
        if (type instanceof Type.Enum enumeration) {
            return enumeration.integer();
        }
        return type instanceof Type.Bool ? Type.Int.UINT8 : type instanceof Type.Int number ? number : null;
    }

    /** The variable of a symbol whose values fit a register. */
    Variable variable(VariableSymbol symbol) {
        Variable variable = variables.get(symbol);
        if (variable == null) {
            variable = isOuter(symbol)
                    ? closure().variable(closure().outer().variable(symbol))
                    : ir.declareVariable("$" + symbol.name());
            variables.put(symbol, variable);
        }
        return variable;
    }

    /** What stands here for a variable of the function around, or of this one. */
    Variable local(Variable variable, Lowering owner) {
        return owner == this ? variable : closure().variable(variable);
    }

    /** What was read, in a register: in code that nothing leads to, a variable is a constant. */
    private Reg register(Operand read) {
        return read instanceof Reg register ? register : ir.copy(read);
    }

    /** The address of a symbol whose values lie in memory. */
    Reg address(VariableSymbol symbol) {
        if (isOuter(symbol)) {
            return register(ir.read(closure().address(symbol)));
        }
        Slot slot = slots.get(symbol);
        if (slot == null) {
            slot = ir.newSlot(symbol.type().size(), "$" + symbol.name());
            slots.put(symbol, slot);
        }
        return ir.slotAddress(slot);
    }

    /** As {@link #address}, to write the variable there. */
    Reg addressToWrite(VariableSymbol symbol) {
        noteWrite(symbol);
        return address(symbol);
    }

    private void noteWrite(VariableSymbol symbol) {
        if (isOuter(symbol)) {
            closure().write(symbol);
            closure().outer().noteWrite(symbol);
        }
    }

    /** Whether a symbol is one of the function around: this one's own come into being after the loop began. */
    private boolean isOuter(VariableSymbol symbol) {
        return closure != null && closure.outer().knows(symbol);
    }

    /** Whether a symbol has come into being. */
    boolean knows(VariableSymbol symbol) {
        return isOuter(symbol) || (isMemory(symbol) ? slots.containsKey(symbol) : variables.containsKey(symbol));
    }

    /**
     * Copies bytes: those at the address that an expression is, or of the value that it has in memory.
     *
     * @param length how many; never more than the type holds
     */
    public void bytes(Type.Buffer type, Typed.Expr data, Typed.Expr length, Place place) {
        casts.bytes(type, data, value(length), place);
    }

    /**
     * Whether two strings differ in their first bytes: 1 or 0.
     *
     * @param most how many bytes are compared at most; 1 or more
     */
    public Operand differ(Typed.Expr left, Typed.Expr right, int most) {
        return conditions.differ(left, right, most);
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
