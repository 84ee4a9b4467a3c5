package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.Instruction.WideKind;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import dev.skep.bpf.spec.Relocation.KfuncReference;
import dev.skep.bpf.spec.Relocation.MapReference;
import dev.skep.bpf.spec.Relocation.MapValueReference;
import dev.skep.bpf.spec.Relocation.SubprogramReference;
import dev.skep.bpf.spec.Relocation.TypeReference;
import dev.skep.bpf.spec.SourceLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one function, instruction after instruction:
 *
 * {@snippet :
 * Assembler code = new Assembler(IsaLevel.V3);
 * Label absent = code.newLabel("absent");
 * FunctionSpec function = code.loadMap(R1, "counts")
 *         .call(Helper.MAP_LOOKUP_ELEM)
 *         .branch(JumpOp.EQ, R0, 0, absent)
 *         .mov(R1, 1)
 *         .atomicAdd(Width.DOUBLE, R0, 0, R1)
 *         .bind(absent)
 *         .mov(R0, 0)
 *         .exit()
 *         .build("count", 1);
 * }
 *
 * <p>Jumps go to {@link Label}s and may be of any length: {@link #build} finds the form that reaches. What only the
 * running kernel knows (maps, types, field offsets) is named, and becomes a {@link Relocation}. Arithmetic is of 64 bits
 * unless the method's name ends in 32. Not safe for use by several threads.
 */
public final class Assembler {
    private final IsaLevel level;
    private final List<Instruction> code = new ArrayList<>();
    /** For each instruction the label that it jumps to, or null. */
    private final List<@Nullable Label> targets = new ArrayList<>();

    private final List<Relocation> relocations = new ArrayList<>();
    private final List<SourceLine> lines = new ArrayList<>();
    private int labels;

    /** Starts a function whose instructions are all of this level. */
    public Assembler(IsaLevel level) {
        this.level = level;
    }

    /** A new label, yet to be bound. */
    public Label newLabel() {
        return newLabel("L" + labels);
    }

    /** A new label, yet to be bound, with a name for messages. */
    public Label newLabel(String name) {
        labels++;
        return new Label(this, name);
    }

    /**
     * Makes a label stand for this place, before the next instruction.
     *
     * @throws IllegalArgumentException if the label is another assembler's
     * @throws IllegalStateException if the label is bound already
     */
    public Assembler bind(Label label) {
        checkOwn(label);
        if (label.isBound()) {
            throw new IllegalStateException("label " + label + " is bound already");
        }
        label.bindTo(code.size());
        return this;
    }

    /** How many instructions there are so far; what {@link Label}s, relocations and lines count in. */
    public int position() {
        return code.size();
    }

    /**
     * Says that the instructions from here on come from this source line. The first mark also holds for what stands
     * before it.
     */
    public Assembler line(String file, String text, int line, int column) {
        SourceLine mark = new SourceLine(lines.isEmpty() ? 0 : code.size(), file, text, line, column);
        if (!lines.isEmpty() && lines.getLast().index() == code.size()) {
            lines.removeLast();
        }
        lines.add(mark);
        return this;
    }

    /**
     * Adds any instruction but a jump.
     *
     * @throws IllegalArgumentException if the instruction jumps (jumps need a label), or is above the assembler's level
     */
    public Assembler emit(Instruction instruction) {
        if (instruction instanceof Branch || instruction instanceof Goto || instruction instanceof MayGoto) {
            throw new IllegalArgumentException("a jump needs a label: " + instruction);
        }
        return add(instruction, null);
    }

    /**
     * Adds any instruction but a jump, with an operand that is yet to be filled in.
     *
     * @param relocation its index is not looked at: it is this instruction's
     * @throws IllegalArgumentException as {@link #emit(Instruction)} does
     */
    public Assembler emit(Instruction instruction, Relocation relocation) {
        int index = code.size();
        emit(instruction);
        relocations.add(relocation.index() == index ? relocation : relocation.withIndex(index));
        return this;
    }

    /** {@code dst = dst OP src}. */
    public Assembler alu(AluOp op, Register dst, Operand src) {
        return add(new Alu(true, op, dst, src), null);
    }

    /** {@code dst = dst OP value}. */
    public Assembler alu(AluOp op, Register dst, int value) {
        return alu(op, dst, Operand.of(value));
    }

    /** {@code dst = dst OP src} in 32 bits; the upper half becomes 0. Counts as ISA v3. */
    public Assembler alu32(AluOp op, Register dst, Operand src) {
        return add(new Alu(false, op, dst, src), null);
    }

    /** {@code dst = dst OP value} in 32 bits; the upper half becomes 0. Counts as ISA v3. */
    public Assembler alu32(AluOp op, Register dst, int value) {
        return alu32(op, dst, Operand.of(value));
    }

    /** {@code dst = src}. */
    public Assembler mov(Register dst, Register src) {
        return alu(AluOp.MOV, dst, src);
    }

    /** {@code dst = value}, in one slot where the value allows it, else in two. */
    public Assembler mov(Register dst, long value) {
        if (value == (int) value) {
            return alu(AluOp.MOV, dst, (int) value);
        }
        return value >>> 32 == 0 && level.includes(IsaLevel.V3)
                ? alu32(AluOp.MOV, dst, (int) value)
                : add(LoadWide.constant(dst, value), null);
    }

    /** {@code dst = dst + src}. */
    public Assembler add(Register dst, Register src) {
        return alu(AluOp.ADD, dst, src);
    }

    /** {@code dst = dst + value}. */
    public Assembler add(Register dst, int value) {
        return alu(AluOp.ADD, dst, value);
    }

    /** {@code dst = *(uN *)(base + offset)}. */
    public Assembler load(Width width, Register dst, Register base, int offset) {
        return add(new Load(width, false, dst, base, offset), null);
    }

    /** {@code *(uN *)(base + offset) = src}. */
    public Assembler store(Width width, Register base, int offset, Operand src) {
        return add(new Store(width, base, offset, src), null);
    }

    /** {@code *(uN *)(base + offset) = value}; the value is sign-extended to the width. */
    public Assembler store(Width width, Register base, int offset, int value) {
        return store(width, base, offset, Operand.of(value));
    }

    /** {@code lock *(uN *)(base + offset) += src}, of 4 or 8 bytes. */
    public Assembler atomicAdd(Width width, Register base, int offset, Register src) {
        return add(new Atomic(width, AtomicOp.ADD, false, base, offset, src), null);
    }

    /** {@code if dst OP src goto target}. */
    public Assembler branch(JumpOp op, Register dst, Operand src, Label target) {
        return add(new Branch(op, true, dst, src, 0), checkOwn(target));
    }

    /** {@code if dst OP value goto target}. */
    public Assembler branch(JumpOp op, Register dst, int value, Label target) {
        return branch(op, dst, Operand.of(value), target);
    }

    /** {@code if (u32)dst OP (u32)src goto target}; ISA v3. */
    public Assembler branch32(JumpOp op, Register dst, Operand src, Label target) {
        return add(new Branch(op, false, dst, src, 0), checkOwn(target));
    }

    /** {@code if (u32)dst OP (u32)value goto target}; ISA v3. */
    public Assembler branch32(JumpOp op, Register dst, int value, Label target) {
        return branch32(op, dst, Operand.of(value), target);
    }

    /** {@code goto target}. */
    public Assembler jump(Label target) {
        return add(new Goto(false, 0), checkOwn(target));
    }

    /** {@code may_goto target}: the way out of a loop that the kernel bounds (kernel 6.9). */
    public Assembler mayGoto(Label target) {
        return add(new MayGoto(0), checkOwn(target));
    }

    /** {@code r0 = helper(r1, ... r5)}; {@code r1} to {@code r5} are lost. */
    public Assembler call(Helper helper) {
        return add(new CallHelper(helper.id()), null);
    }

    /** {@code r0 = kfunc(r1, ... r5)}: a kernel function by its name in the kernel's BTF (kernel 5.13). */
    public Assembler callKfunc(String function) {
        return emit(new CallKfunc(0, 0), new KfuncReference(code.size(), function));
    }

    /** {@code r0 = function(r1, ... r5)}: another function of the same program. */
    public Assembler callSubprogram(String function) {
        return emit(new CallSubprogram(0), new SubprogramReference(code.size(), function));
    }

    /** {@code dst = &function}: another function of the same program, as a callback (kernel 5.13). */
    public Assembler loadSubprogram(Register dst, String function) {
        return emit(new LoadWide(dst, WideKind.FUNCTION, 0, 0), new SubprogramReference(code.size(), function));
    }

    /** {@code dst = map}: a map of the same object, as helpers take it. */
    public Assembler loadMap(Register dst, String map) {
        return emit(new LoadWide(dst, WideKind.MAP_FD, 0, 0), new MapReference(code.size(), map));
    }

    /** {@code dst = &map[0] + offset}: an address in the only value of an array map (kernel 5.2). */
    public Assembler loadMapValue(Register dst, String map, int offset) {
        return emit(new LoadWide(dst, WideKind.MAP_VALUE, 0, offset), new MapValueReference(code.size(), map, offset));
    }

    /** {@code dst = the BTF id of a kernel type}; see {@link TypeReference}. */
    public Assembler movTypeId(Register dst, String kind, String type) {
        return emit(new Alu(true, AluOp.MOV, dst, Operand.of(0)), new TypeReference(code.size(), kind, type));
    }

    /** {@code dst = *(uN *)(base + offset of a kernel field)}; see {@link FieldOffset}. */
    public Assembler loadField(Width width, Register dst, Register base, String type, String path) {
        return emit(new Load(width, false, dst, base, 0), new FieldOffset(code.size(), type, path));
    }

    /** {@code dst = dst + offset of a kernel field}; see {@link FieldOffset}. */
    public Assembler addFieldOffset(Register dst, String type, String path) {
        return emit(new Alu(true, AluOp.ADD, dst, Operand.of(0)), new FieldOffset(code.size(), type, path));
    }

    /** Returns {@code r0}. */
    public Assembler exit() {
        return add(new Exit(), null);
    }

    /**
     * The function. The assembler stays as it is, and more may be added.
     *
     * @param parameters how many of {@code r1} to {@code r5} the function takes
     * @throws IllegalStateException if a jump's label is not bound, or is bound behind the last instruction; if the last
     *     instruction is neither {@code exit} nor {@code goto}; or if the function is longer than the kernel takes
     */
    public FunctionSpec build(String name, int parameters) {
        checkComplete(name);
        Layout layout = new Layout(code, targets, level);
        List<Instruction> instructions;
        try {
            instructions = layout.instructions();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("function " + name + ": " + e.getMessage(), e);
        }
        int[] positions = layout.positions();
        List<Relocation> movedRelocations = new ArrayList<>(relocations.size());
        for (Relocation relocation : relocations) {
            movedRelocations.add(relocation.withIndex(positions[relocation.index()]));
        }
        List<SourceLine> movedLines = new ArrayList<>(lines.size());
        for (SourceLine line : lines) {
            if (line.index() < positions.length) {
                movedLines.add(line.withIndex(positions[line.index()]));
            }
        }
        return new FunctionSpec(name, parameters, instructions, movedRelocations, movedLines);
    }

    private Assembler add(Instruction instruction, @Nullable Label target) {
        IsaLevel needed = IsaLevel.of(instruction);
        if (!level.includes(needed)) {
            throw new IllegalArgumentException(
                    instruction + " needs ISA " + needed + ", and this function is for " + level);
        }
        code.add(instruction);
        targets.add(target);
        return this;
    }

    private Label checkOwn(Label label) {
        if (!label.belongsTo(this)) {
            throw new IllegalArgumentException("label " + label + " is another function's");
        }
        return label;
    }

    private void checkComplete(String name) {
        if (code.isEmpty() || Layout.fallsThrough(code.getLast())) {
            throw new IllegalStateException("function " + name + " does not end with exit or goto");
        }
        for (int i = 0; i < code.size(); i++) {
            Label target = targets.get(i);
            if (target != null && !target.isBound()) {
                throw new IllegalStateException("function " + name + ": label " + target + " is not bound");
            }
            if (target != null && target.position() == code.size()) {
                throw new IllegalStateException(
                        "function " + name + ": label " + target + " is bound behind the last instruction");
            }
        }
    }
}
