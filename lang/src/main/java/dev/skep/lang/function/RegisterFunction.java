package dev.skep.lang.function;

import dev.skep.bpf.arch.MachineRegister;
import dev.skep.bpf.arch.PtRegs;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code reg("ip")}: a register of what the probe interrupted, by the kernel's name ({@code ip}) or the machine's ({@code rip}). */
final class RegisterFunction extends Function {
    RegisterFunction() {
        super("reg");
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
        if (!context.event().contextKind().isRegisters()) {
            return NotHere.error(
                    call,
                    context,
                    "its event brings no registers",
                    "uprobe, uretprobe, profile, interval and software probes have them");
        }
        PtRegs registers = context.target().arch().ptRegs();
        String name = new String(text.bytes(), StandardCharsets.UTF_8);
        MachineRegister register = registers.register(name);
        if (register == null) {
            return context.error(
                    Code.WRONG_ARGUMENT,
                    argument.span(),
                    "'" + name + "' is not a valid register on this architecture ("
                            + context.target().arch().machine() + ")",
                    hints(name, registers));
        }
        return new Typed.Call(new Place(register, 0), List.of(), Type.Int.UINT64, call.span());
    }

    private static String[] hints(String name, PtRegs registers) {
        List<String> names = new ArrayList<>();
        for (MachineRegister register : registers.all()) {
            names.add(register.name());
        }
        List<String> known = new ArrayList<>(names);
        known.addAll(registers.otherNames());
        String[] near = Suggestions.hints(name, known);
        return near.length > 0 ? near : new String[] {"the registers are: " + String.join(", ", names)};
    }

    /** A register's value, or an address so many bytes behind it. */
    static final class Place extends Function {
        private final MachineRegister register;
        private final int distance;

        Place(MachineRegister register, int distance) {
            super("reg");
            this.register = register;
            this.distance = distance;
        }

        @Override
        public Typed.Expr check(Ast.Call call, CheckContext context) {
            throw new IllegalStateException("it is made by other rules");
        }

        @Override
        public Operand lower(Typed.Call call, Lowering lowering) {
            Operand value = lowering.ir().load(Width.DOUBLE, false, lowering.context(), register.offset());
            return distance == 0 ? value : lowering.ir().binary(BinaryOp.ADD, value, Operand.of(distance));
        }
    }
}
