package dev.skep.lang.function;

import dev.skep.bpf.arch.MachineRegister;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;
import java.util.Objects;

/** {@code usermode}: 1 if the probe interrupted a user program, 0 if it interrupted the kernel. */
final class UsermodeBuiltin extends Function {
    /** {@code PSR_MODE_MASK}: the exception level, of which user programs have none. */
    private static final int ARM_LEVEL = 15;
    /** The privilege level in the code segment's selector: 3 is that of user programs ({@code user_mode()}). */
    private static final int X86_LEVEL = 3;

    UsermodeBuiltin() {
        super("usermode");
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
        if (!context.event().contextKind().isRegisters()) {
            return NotHere.error(
                    call,
                    context,
                    "its event brings no registers to tell by",
                    "profile, interval, software and uprobe probes have them");
        }
        return new Typed.Call(this, List.of(), Type.Int.UINT8, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        return switch (lowering.arch()) {
            case X86_64 -> ir.compare(Condition.EQ, level(lowering, "cs", X86_LEVEL), Operand.of(X86_LEVEL));
            case AARCH64 -> ir.compare(Condition.EQ, level(lowering, "pstate", ARM_LEVEL), Operand.of(0));
        };
    }

    private static Operand level(Lowering lowering, String name, int mask) {
        MachineRegister register = Objects.requireNonNull(lowering.registers().register(name));
        Operand value = lowering.ir().load(Width.DOUBLE, false, lowering.context(), register.offset());
        return lowering.ir().binary(BinaryOp.AND, value, Operand.of(mask));
    }
}
