package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.KernelAddresses;
import dev.skep.lang.type.Type;
import java.util.OptionalLong;

/** {@code kaddr("symbol")}: where a function or variable of the kernel is, looked up when the script is compiled. */
final class KaddrFunction extends Function {
    KaddrFunction() {
        super("kaddr");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr argument = call.arguments().getFirst();
        Typed.Text name = context.text(call, argument);
        if (name == null) {
            return new Typed.Invalid(call.span());
        }
        String symbol = name.literal().value();
        KernelAddresses addresses = context.target().addresses();
        OptionalLong address = addresses.address(symbol);
        if (address.isPresent()) {
            return new Typed.Constant(address.getAsLong(), Type.Int.UINT64, call.span());
        }
        String unavailable = addresses.unavailable();
        if (unavailable != null) {
            return context.error(
                    Code.WRONG_ARGUMENT, call.span(), "kaddr() cannot look up '" + symbol + "': " + unavailable);
        }
        return context.error(
                Code.WRONG_ARGUMENT,
                argument.span(),
                "The kernel has no symbol '" + symbol + "'",
                context.wantsHints() ? Suggestions.hints(symbol, addresses.names()) : new String[0]);
    }
}
