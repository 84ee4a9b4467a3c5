package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The registers of a function that stand for {@linkplain Literal literals}: no instruction assigns them any more. */
public final class Literals {
    private @Nullable Literal[] byRegister;

    Literals(int registers) {
        byRegister = new Literal[registers];
    }

    void define(Reg register, Literal literal) {
        if (register.id() >= byRegister.length) {
            byRegister = Arrays.copyOf(byRegister, Math.max(register.id() + 1, byRegister.length * 2));
        }
        byRegister[register.id()] = literal;
    }

    /** The literal that an operand is; null for registers that hold what is computed. */
    public @Nullable Literal of(Operand operand) {
        if (operand instanceof Operand.Const constant) {
            return new Literal.Constant(constant.value());
        }
        int id = ((Reg) operand).id();
        return id < byRegister.length ? byRegister[id] : null;
    }

    /** Whether the operand is a literal. */
    public boolean contains(Operand operand) {
        return !(operand instanceof Reg register)
                || register.id() < byRegister.length && byRegister[register.id()] != null;
    }
}
