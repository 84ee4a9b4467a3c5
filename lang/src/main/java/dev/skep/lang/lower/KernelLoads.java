package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.Btf;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.target.Target;
import dev.skep.lang.type.Type;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in kernel memory, loaded by an instruction where the verifier allows it instead of copied by a helper. Four
 * numbers, each at an address that the one before gave, take 12 to 16 ns so, and 124 copied.
 *
 * <p>{@code bpf_rdonly_cast} (kernel 6.2, costs nothing when it runs) makes of any address one that programs may load
 * from: an address that is bad gives 0. What a load must not touch of a type that the verifier knows (a pointer's half, a
 * union's other member, the bits beside a bit-field), and the rules for what was loaded (no arithmetic with a pointer), do
 * not apply to a struct of plain numbers: all memory is taken for one of these.
 *
 * <p>So 0 is all that says that an address may be bad, and then the helper is asked. What cannot be read is counted this
 * way, as on kernels where everything is copied. What an attach plan reads for a tracepoint's field is known to be there,
 * or to be 0 for the tracepoint too.
 */
final class KernelLoads {
    /** {@code tv_sec} and {@code tv_nsec}: 16 bytes of numbers. */
    private static final String NUMBERS = "timespec64";

    private static final int SIZE = 16;

    private final Target target;
    private final Lowering lowering;
    private final IrBuilder ir;
    /** Null until it is asked for: it takes some ms to read the kernel's types. */
    private @Nullable Boolean possible;

    KernelLoads(Lowering lowering) {
        this.target = lowering.program().target();
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** Whether a kernel has what this needs. */
    private static boolean isPossible(Target target) {
        Btf types = target.types().btf();
        if (types == null) {
            return false;
        }
        OptionalInt numbers = types.find("struct", NUMBERS);
        return numbers.isPresent()
                && types.size(numbers.getAsInt()) == SIZE
                && target.hasKernelFunction(Purity.READ_ONLY_CAST);
    }

    /** Whether so many bytes can be loaded from a place. */
    boolean can(Location from, int size) {
        return Integer.bitCount(size) == 1 && size <= Long.BYTES && can(from);
    }

    /** Whether a string can be loaded from a place. */
    boolean can(Location from, Type.Str type) {
        return type.capacity() == ShortText.SIZE && can(from);
    }

    private boolean can(Location from) {
        if (from.space() != Type.AddressSpace.KERNEL) {
            return false;
        }
        if (possible == null) {
            possible = isPossible(target);
        }
        return possible;
    }

    /**
     * Loads.
     *
     * @param copied gives the number as the helper does; its instructions run where 0 was loaded
     */
    Operand load(Type type, Operand address, Supplier<Operand> copied) {
        Reg loaded = ValueLowering.load(type, new Place(numbers(address), 0, true), ir);
        if (lowering.isForeign()) {
            return loaded;
        }
        Variable result = ir.declareVariable("value");
        ir.write(result, loaded);
        Block zero = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, loaded, Operand.of(0), done, zero);
        ir.seal(zero);
        ir.position(zero);
        ir.write(result, copied.get());
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    /**
     * Loads a string.
     *
     * @param copied writes it as the helper does; its instructions run where a word was 0 that may be no end
     */
    void text(Operand address, Place place, Runnable copied) {
        Reg numbers = numbers(address);
        Reg first = ir.load(Width.DOUBLE, false, numbers, 0);
        Reg second = ir.load(Width.DOUBLE, false, numbers, ShortText.WORD);
        ShortText text = new ShortText(lowering, first, second);
        if (lowering.isForeign()) {
            text.write(place);
            return;
        }
        Block begun = ir.newBlock();
        Block whole = ir.newBlock();
        Block zero = ir.newBlock();
        Block done = ir.newBlock();
        Block ended = ir.newBlock();
        ir.branch(Condition.NE, first, Operand.of(0), begun, zero);
        ir.seal(begun);
        ir.position(begun);
        ir.branch(Condition.NE, second, Operand.of(0), whole, ended);
        ir.seal(ended);
        ir.position(ended);
        ir.branch(Condition.SLT, text.goesOn(), Operand.of(0), zero, whole);
        ir.seal(whole);
        ir.seal(zero);
        ir.position(whole);
        text.write(place);
        ir.jump(done);
        ir.position(zero);
        copied.run();
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** Two numbers at an address, as programs may load them. */
    private Reg numbers(Operand address) {
        return ir.kernelCall(Purity.READ_ONLY_CAST, address, ir.typeId("struct", NUMBERS));
    }
}
