package dev.skep.bpf.btf;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.SourceLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program brings along to its load so that the kernel knows its functions by name and its instructions by source
 * line: a BTF, function info and line info. It uses only kinds and linkages that kernel 5.6 knows.
 *
 * <p>The main function becomes {@code int NAME(void *ctx)}, the others {@code static long NAME(long r1, ...)}. Names and
 * lines are made such as the kernel accepts them, whatever the spec says ({@link KernelText}).
 *
 * <p>If any function has source lines, those that have none get one that names the function: the kernel wants all or
 * nothing.
 */
public final class ProgramBtf {
    private final byte[] btf;
    private final byte[] funcInfo;
    private final byte[] lineInfo;

    private ProgramBtf(byte[] btf, byte[] funcInfo, byte[] lineInfo) {
        this.btf = btf;
        this.funcInfo = funcInfo;
        this.lineInfo = lineInfo;
    }

    /**
     * Makes it for a program whose functions are loaded in the order of the spec, each where the one before ends.
     * Relocations still open do not matter: they change no instruction's length.
     *
     * @throws IllegalArgumentException if a function has no instructions
     */
    public static ProgramBtf of(ProgramSpec program) {
        BtfBuilder builder = new BtfBuilder();
        Functions functions = new Functions(builder);
        Lines lines = new Lines(builder, program);
        List<FuncInfo> funcs = new ArrayList<>(program.functions().size());
        int slot = 0;
        for (FunctionSpec function : program.functions()) {
            if (function.instructions().isEmpty()) {
                throw new IllegalArgumentException("function " + function.name() + " has no instructions");
            }
            boolean main = slot == 0;
            funcs.add(new FuncInfo(slot, main ? functions.main(function) : functions.subprogram(function)));
            slot = lines.add(function, slot);
        }
        return new ProgramBtf(builder.build(), FuncInfo.encode(funcs), LineInfo.encode(lines.infos));
    }

    /** The BTF, for {@code BPF_BTF_LOAD}; the array is not copied. */
    public byte[] btf() {
        return btf;
    }

    /** {@code func_info}: an array of {@link FuncInfo#RECORD_SIZE}-byte records; it is not copied. */
    public byte[] funcInfo() {
        return funcInfo;
    }

    /** {@code func_info_cnt}. */
    public int funcInfoCount() {
        return funcInfo.length / FuncInfo.RECORD_SIZE;
    }

    /** {@code func_info_rec_size}, in bytes. */
    public int funcInfoRecordSize() {
        return FuncInfo.RECORD_SIZE;
    }

    /**
     * {@code line_info}: an array of {@link LineInfo#RECORD_SIZE}-byte records, empty if no function has lines; it is not
     * copied.
     */
    public byte[] lineInfo() {
        return lineInfo;
    }

    /** {@code line_info_cnt}. */
    public int lineInfoCount() {
        return lineInfo.length / LineInfo.RECORD_SIZE;
    }

    /** {@code line_info_rec_size}, in bytes. */
    public int lineInfoRecordSize() {
        return LineInfo.RECORD_SIZE;
    }

    /** The types of functions. */
    private static final class Functions {
        private final BtfBuilder builder;
        private final int[] prototypes = new int[6];
        private int longInteger;

        private Functions(BtfBuilder builder) {
            this.builder = builder;
        }

        private int main(FunctionSpec function) {
            int integer = builder.add(new BtfType.Int("int", 4, Encoding.SIGNED));
            int pointer = builder.add(new BtfType.Pointer(0));
            int prototype = builder.add(new FunctionPrototype(integer, List.of(new Parameter("ctx", pointer)), false));
            return add(function, prototype, Linkage.GLOBAL);
        }

        private int subprogram(FunctionSpec function) {
            int count = function.parameters();
            if (prototypes[count] == 0) {
                if (longInteger == 0) {
                    longInteger = builder.add(new BtfType.Int("long", 8, Encoding.SIGNED));
                }
                List<Parameter> parameters = new ArrayList<>(count);
                for (int i = 1; i <= count; i++) {
                    // The kernel wants names in the prototype of a function that exists.
                    parameters.add(new Parameter("r".concat(Integer.toString(i)), longInteger));
                }
                prototypes[count] = builder.add(new FunctionPrototype(longInteger, parameters, false));
            }
            return add(function, prototypes[count], Linkage.STATIC);
        }

        private int add(FunctionSpec function, int prototype, Linkage linkage) {
            return builder.add(new BtfType.Function(KernelText.identifier(function.name()), prototype, linkage));
        }
    }

    /** The source lines, at the slots of their instructions. */
    private static final class Lines {
        private final BtfBuilder builder;
        private final boolean wanted;
        private final List<LineInfo> infos = new ArrayList<>();

        private Lines(BtfBuilder builder, ProgramSpec program) {
            this.builder = builder;
            boolean any = false;
            for (FunctionSpec function : program.functions()) {
                any |= !function.lines().isEmpty();
            }
            wanted = any;
        }

        /** Adds a function that starts at a slot; returns where it ends. */
        private int add(FunctionSpec function, int start) {
            if (wanted && function.lines().isEmpty()) {
                add(start, new SourceLine(0, "", "function ".concat(function.name()), 0, 0));
            }
            int slot = start;
            int line = 0;
            int index = 0;
            for (Instruction instruction : function.instructions()) {
                if (line < function.lines().size() && function.lines().get(line).index() == index) {
                    add(slot, function.lines().get(line));
                    line++;
                }
                slot += instruction.slots();
                index++;
            }
            return slot;
        }

        private void add(int slot, SourceLine line) {
            infos.add(new LineInfo(
                    slot,
                    builder.string(KernelText.line(line.file())),
                    builder.string(KernelText.line(line.text())),
                    Math.clamp(line.line(), 0, LineInfo.MAX_LINE),
                    Math.clamp(line.column(), 0, LineInfo.MAX_COLUMN)));
        }
    }
}
