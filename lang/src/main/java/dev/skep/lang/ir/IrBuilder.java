package dev.skep.lang.ir;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a function: {@link #position} says where instructions go, {@link #at} which text they come from, and a method
 * per kind of instruction adds one and returns the register that it assigns.
 *
 * <p>What changes over time is a {@link Variable}: {@link #write} and {@link #read} it anywhere, {@link #seal} each block
 * once every way into it is built (the entry is sealed from the start), and {@link #finish} at the end.
 *
 * {@snippet :
 * Block then = builder.newBlock();
 * Block join = builder.newBlock();
 * builder.write(x, Operand.of(1));
 * builder.branch(Condition.EQ, tid, Operand.of(7), then, join);
 * builder.seal(then);
 * builder.position(then);
 * builder.write(x, Operand.of(2));
 * builder.jump(join);
 * builder.seal(join);
 * builder.position(join);
 * builder.ret(builder.read(x)); // join takes a parameter: 1 from the entry, 2 from then
 * builder.finish();
 * }
 */
public final class IrBuilder {
    private final IrFunction function;
    private final VariableResolver variables;
    private @Nullable Block block;
    private @Nullable Span span;
    private boolean held;

    /** Starts at the end of the function's entry, which is made if there is none. */
    public IrBuilder(IrFunction function) {
        this.function = function;
        variables = new VariableResolver(function);
        block = function.blocks().isEmpty()
                ? function.newBlock()
                : function.blocks().getFirst();
        variables.seal(block);
    }

    public IrFunction function() {
        return function;
    }

    // ----------------------------------------------------------------------------------------------------- places

    /** Instructions come from this text from now on. */
    public IrBuilder at(Span text) {
        if (!held) {
            span = text;
        }
        return this;
    }

    /**
     * Whether instructions come from the text that was said last, whatever {@link #at} says: what is built now comes from
     * no text of the user's own.
     *
     * @return whether it was so before
     */
    public boolean hold(boolean hold) {
        boolean before = held;
        held = hold;
        return before;
    }

    /** A new block at the end of the function; not yet sealed. */
    public Block newBlock() {
        return function.newBlock();
    }

    /** A parameter of a block that nothing jumps to yet; jumps to it give an argument. */
    public Reg addParameter(Block to) {
        return variables.addParameter(to);
    }

    /** Instructions go to the end of this block from now on. */
    public void position(Block at) {
        if (at.isTerminated()) {
            throw new IllegalStateException(at + " has ended");
        }
        block = at;
    }

    /**
     * Where instructions go.
     *
     * @throws IllegalStateException if the last block has ended and no new one was taken
     */
    public Block block() {
        if (block == null) {
            throw new IllegalStateException("no block to build in: the last one has ended");
        }
        return block;
    }

    /** Whether the last block has ended and no new one was taken. */
    public boolean isTerminated() {
        return block == null;
    }

    public Slot newSlot(int size, String purpose) {
        return function.newSlot(size, purpose);
    }

    /** A slot whose words may be addresses: what is passed on to a function that a helper calls back. */
    public Slot newStackSlot(int size, String purpose) {
        return function.newStackSlot(size, purpose);
    }

    // -------------------------------------------------------------------------------------------------- variables

    public Variable declareVariable(String name) {
        return new Variable(name);
    }

    /** The variable has this value from here on. */
    public void write(Variable variable, Operand value) {
        variables.write(variable, block(), value);
    }

    /** The variable's value here; 0 on ways on which it was not written. */
    public Operand read(Variable variable) {
        return variables.read(variable, block());
    }

    /** Says that every way into a block is built. A block is sealed once. */
    public void seal(Block complete) {
        variables.seal(complete);
    }

    /**
     * Ends the construction: parameters that turned out to have one value only are gone afterwards, and registers that
     * {@link #read} returned may have been replaced in the function.
     *
     * @throws IllegalStateException if a block is not sealed or has no end
     */
    public IrFunction finish() {
        variables.finish();
        return function;
    }

    // ------------------------------------------------------------------------------------------------ ends of blocks

    public void jump(Block target, Operand... arguments) {
        end(new Jump(new Edge(target, List.of(arguments))));
    }

    public void branch(Condition condition, Operand left, Operand right, Block yes, Block no) {
        branch(condition, left, right, new Edge(yes, List.of()), new Edge(no, List.of()));
    }

    public void branch(Condition condition, Operand left, Operand right, Edge yes, Edge no) {
        end(new Branch(condition, left, right, yes, no));
    }

    public void ret(Operand value) {
        end(new Return(value));
    }

    private void end(Terminator terminator) {
        Block from = block();
        from.terminate(terminator);
        variables.ended(from);
        block = null;
    }

    // ----------------------------------------------------------------------------------------------------- numbers

    public Reg copy(Operand source) {
        return add(new Inst.Copy(function.newRegister(), source, span()));
    }

    public Reg binary(BinaryOp op, Operand left, Operand right) {
        return add(new Inst.Binary(function.newRegister(), op, left, right, span()));
    }

    public Reg negate(Operand source) {
        return add(new Inst.Negate(function.newRegister(), source, span()));
    }

    /** @param bits 8, 16 or 32 */
    public Reg extend(Operand source, int bits, boolean signed) {
        return add(new Inst.Extend(function.newRegister(), source, bits, signed, span()));
    }

    /** 1 or 0. */
    public Reg compare(Condition condition, Operand left, Operand right) {
        return add(new Inst.Compare(function.newRegister(), condition, left, right, span()));
    }

    // ------------------------------------------------------------------------------------------------------ memory

    public Reg slotAddress(Slot slot) {
        return add(new Inst.SlotAddress(function.newRegister(), slot, span()));
    }

    public Reg load(Width width, boolean signed, Reg base, int offset) {
        return add(new Inst.Load(function.newRegister(), width, signed, base, offset, span()));
    }

    public void store(Width width, Reg base, int offset, Operand value) {
        effect(new Inst.Store(width, base, offset, value, span()));
    }

    public void atomicUpdate(Width width, AtomicOp op, Reg base, int offset, Operand value) {
        effect(new Inst.AtomicUpdate(width, op, base, offset, value, span()));
    }

    /** The value before. */
    public Reg atomicFetch(Width width, AtomicOp op, Reg base, int offset, Operand value) {
        return add(new Inst.AtomicFetch(function.newRegister(), width, op, base, offset, value, span()));
    }

    /** The value before. */
    public Reg compareExchange(Width width, Reg base, int offset, Operand expected, Operand value) {
        return add(new Inst.CompareExchange(function.newRegister(), width, base, offset, expected, value, span()));
    }

    public void zero(Reg base, int offset, int size) {
        effect(new Inst.Zero(base, offset, size, span()));
    }

    public void copyBytes(Reg to, int toOffset, Reg from, int fromOffset, int size) {
        effect(new Inst.CopyBytes(to, toOffset, from, fromOffset, size, span()));
    }

    // ------------------------------------------------------------------------------------------------ event fields

    public Reg eventField(String field) {
        return add(new Inst.EventField(function.newRegister(), field, span()));
    }

    public Reg eventFieldAddress(String field) {
        return add(new Inst.EventFieldAddress(function.newRegister(), field, span()));
    }

    // ------------------------------------------------------------------------------------------- kernel structures

    /** The address of a field of the kernel struct at an address. */
    public Reg fieldAddress(Reg base, BtfPath path) {
        return add(new Inst.FieldAddress(function.newRegister(), base, path, span()));
    }

    /** A field of the kernel struct at an address whose type the verifier knows. */
    public Reg fieldLoad(Width width, boolean signed, Reg base, BtfPath path) {
        return add(new Inst.FieldLoad(function.newRegister(), width, signed, base, path, span()));
    }

    /** @param kind {@code "struct"} or {@code "union"} */
    public Reg typeId(String kind, String type) {
        return add(new Inst.TypeId(function.newRegister(), kind, type, span()));
    }

    // ------------------------------------------------------------------------------------------------- calls, maps

    public Reg mapReference(String map) {
        return add(new Inst.MapReference(function.newRegister(), map, span()));
    }

    /** An address in the only value of an array map: never 0. */
    public Reg mapValueAddress(String map, int offset) {
        return add(new Inst.MapValueAddress(function.newRegister(), map, offset, span()));
    }

    /** The value's address, or 0. */
    public Reg mapLookup(String map, Reg key) {
        return add(new Inst.MapLookup(function.newRegister(), map, key, span()));
    }

    /** @param flags 0 any, 1 NOEXIST, 2 EXIST */
    public Reg mapUpdate(String map, Reg key, Reg value, long flags) {
        return add(new Inst.MapUpdate(function.newRegister(), map, key, value, flags, span()));
    }

    public Reg mapDelete(String map, Reg key) {
        return add(new Inst.MapDelete(function.newRegister(), map, key, span()));
    }

    public Reg call(Helper helper, Operand... arguments) {
        return add(new Inst.Call(function.newRegister(), helper, List.of(arguments), span()));
    }

    /** Calls a function of the kernel. */
    public Reg kernelCall(String kernelFunction, Operand... arguments) {
        return add(new Inst.KernelCall(function.newRegister(), kernelFunction, List.of(arguments), span()));
    }

    /** Calls another function of the program. */
    public Reg functionCall(String called, Operand... arguments) {
        return add(new Inst.FunctionCall(function.newRegister(), called, List.of(arguments), span()));
    }

    /** A reference to another function of the program, for helpers that call back. */
    public Reg functionReference(String referred) {
        return add(new Inst.FunctionReference(function.newRegister(), referred, span()));
    }

    // ------------------------------------------------------------------------------------------------------- emits

    /** The record's address, or 0. */
    public Reg ringReserve(String map, int size) {
        return add(new Inst.RingReserve(function.newRegister(), map, size, span()));
    }

    public void ringSubmit(Reg record) {
        effect(new Inst.RingSubmit(record, span()));
    }

    public void ringDiscard(Reg record) {
        effect(new Inst.RingDiscard(record, span()));
    }

    private Reg add(Inst.Value inst) {
        block().instructions().add(inst);
        return inst.dst();
    }

    private void effect(Inst.Effect inst) {
        block().instructions().add(inst);
    }

    private Span span() {
        if (span == null) {
            throw new IllegalStateException("say at() which text first");
        }
        return span;
    }
}
