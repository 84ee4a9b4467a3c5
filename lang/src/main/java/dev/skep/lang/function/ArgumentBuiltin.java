package dev.skep.lang.function;

import dev.skep.bpf.arch.PtRegs;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code arg0}, {@code arg1} and so on: the integer arguments of the function at whose entry a uprobe is, as its machine's
 * calling convention passes them: in registers, and the rest on the stack; the arguments of a raw tracepoint.
 */
public final class ArgumentBuiltin extends Function {
    /** More than any function has. */
    private static final int MOST = 255;

    private final int index;

    private ArgumentBuiltin(int index) {
        super("arg" + index);
        this.index = index;
    }

    /** The builtin of a name, or null if it is none of these. */
    public static @Nullable ArgumentBuiltin of(String name) {
        if (!name.startsWith("arg") || name.length() < 4 || name.length() > 6) {
            return null;
        }
        int index = 0;
        for (int i = 3; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            index = index * 10 + c - '0';
        }
        boolean leadingZero = name.charAt(3) == '0' && name.length() > 4;
        return leadingZero || index > MOST ? null : new ArgumentBuiltin(index);
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 0)) {
            return new Typed.Invalid(call.span());
        }
        return switch (context.event().contextKind()) {
            case FUNCTION_ENTRY -> ofFunction(call, context);
            case ARGUMENTS -> ofTracepoint(call, context);
            case FUNCTION_RETURN ->
                NotHere.error(
                        call,
                        context,
                        "a function's arguments are gone when it returns",
                        "keep it at the entry: uprobe:... { @arg[tid] = " + name() + "; }");
            case SAMPLE, OTHER ->
                NotHere.error(
                        call,
                        context,
                        "its event has no arguments by number",
                        context.event().hasArgs()
                                ? "its fields are args.NAME; -lv shows them"
                                : "uprobe and rawtracepoint probes have arguments by number");
        };
    }

    private Typed.Expr ofFunction(Ast.Call call, CheckContext context) {
        BinarySearch binary = context.target().binaries(context.event().file(), 0);
        if (!binary.found().isEmpty() && !binary.found().getFirst().is64Bit()) {
            return NotHere.error(call, context, "it is in a 32-bit program, which passes arguments in another way");
        }
        PtRegs registers = context.target().arch().ptRegs();
        int onStack = index - registers.argumentCount();
        if (onStack < 0) {
            return new Typed.Call(this, List.of(), Type.Int.INT64, call.span());
        }
        // On x86 the return address lies on top.
        int returnAddress = switch (context.target().arch()) {
            case X86_64 -> Long.BYTES;
            case AARCH64 -> 0;
        };
        Typed.Expr place = new Typed.Call(
                new RegisterFunction.Place(registers.stackPointer(), returnAddress + Long.BYTES * onStack),
                List.of(),
                new Type.Pointer(Type.Int.INT64, Type.AddressSpace.USER),
                call.span());
        return new Typed.Dereference(place, Type.Int.INT64, call.span());
    }

    private Typed.Expr ofTracepoint(Ast.Call call, CheckContext context) {
        int count = context.event().argumentCount();
        return index < count
                ? new Typed.Call(this, List.of(), Type.Int.INT64, call.span())
                : NotHere.error(
                        call,
                        context,
                        count == 1
                                ? "it has one argument, arg0"
                                : "it has " + count + " arguments, arg0 to arg" + (count - 1));
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        int offset = lowering.probe().context() == ProbePoint.Context.ARGUMENTS
                ? index * Long.BYTES
                : lowering.registers().argument(index).offset();
        return lowering.ir().load(Width.DOUBLE, false, lowering.context(), offset);
    }
}
