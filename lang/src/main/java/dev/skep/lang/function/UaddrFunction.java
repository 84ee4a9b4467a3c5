package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import dev.skep.lang.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code uaddr("symbol")}: where a variable or function of the probed file is in the process that the probe fired in. Files
 * are loaded anywhere, but whole: the distance from the probed instruction is always the same.
 */
final class UaddrFunction extends Function {
    UaddrFunction() {
        super("uaddr");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr argument = call.arguments().getFirst();
        Typed.Text text = context.text(call, argument);
        if (text == null) {
            return new Typed.Invalid(call.span());
        }
        ProbePoint.Context found = context.event().contextKind();
        boolean returns = found == ProbePoint.Context.FUNCTION_RETURN;
        if (found != ProbePoint.Context.FUNCTION_ENTRY && !returns) {
            return NotHere.error(call, context, "it is in no user program", "uprobe and uretprobe probes are");
        }
        BinarySearch search = context.target().binaries(context.event().file(), 0);
        if (search.found().isEmpty()) {
            return context.error(Code.NO_SUCH_PROBE, call.span(), search.problem());
        }
        UserBinary binary = search.found().getFirst();
        String name = new String(text.bytes(), StandardCharsets.UTF_8);
        UserSymbol symbol = binary.symbol(name);
        if (symbol == null) {
            return context.error(
                    Code.UNKNOWN_NAME,
                    argument.span(),
                    "Could not resolve symbol: " + binary.path() + ":" + name,
                    near(name, binary));
        }
        if (returns && !binary.isFixed() && !context.target().linksManyUprobes()) {
            return NotHere.error(
                    call,
                    context,
                    "this kernel does not tell there where the function began, kernel 6.6 does",
                    "keep it at the entry: uprobe:... { @address[tid] = uaddr(\"" + name + "\"); }");
        }
        Type target = symbol.size() == 1 || symbol.size() == 2 || symbol.size() == 4
                ? Type.Int.of((int) symbol.size() * 8, false)
                : Type.Int.UINT64;
        return new Typed.Call(
                new Address(binary, symbol, returns),
                List.of(),
                new Type.Pointer(target, Type.AddressSpace.USER),
                call.span());
    }

    private static String[] near(String name, UserBinary binary) {
        List<String> functions = new ArrayList<>();
        for (UserSymbol function : binary.functions(any -> true)) {
            functions.add(function.name());
        }
        String[] near = Suggestions.hints(name, functions);
        return near.length > 0 || !functions.isEmpty()
                ? near
                : new String[] {"the file was stripped of its symbols: install those that its distribution keeps apart"
                };
    }

    /** The address of one symbol. */
    private static final class Address extends Function {
        private final UserBinary binary;
        private final UserSymbol symbol;
        private final boolean atReturn;

        Address(UserBinary binary, UserSymbol symbol, boolean atReturn) {
            super("uaddr");
            this.binary = binary;
            this.symbol = symbol;
            this.atReturn = atReturn;
        }

        @Override
        public Typed.Expr check(Ast.Call call, CheckContext context) {
            throw new IllegalStateException("it is made by another rule");
        }

        @Override
        public Operand lower(Typed.Call call, Lowering lowering) {
            if (binary.isFixed()) {
                return Operand.of(symbol.address());
            }
            int pointer = lowering.registers().instructionPointer().offset();
            Operand here = atReturn
                    ? lowering.ir().call(Helper.GET_FUNC_IP, lowering.context())
                    : lowering.ir().load(Width.DOUBLE, false, lowering.context(), pointer);
            Operand distance = lowering.probe().number(point -> symbol.address() - binary.address(point.fileOffset()));
            return lowering.ir().binary(BinaryOp.ADD, here, distance);
        }
    }
}
