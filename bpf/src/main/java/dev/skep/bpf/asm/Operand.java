package dev.skep.bpf.asm;

/** The right-hand side of an arithmetic, jump or store instruction: a register or a 32-bit immediate. */
public sealed interface Operand permits Register, Operand.Immediate {

    /** A 32-bit constant; 64-bit operations sign-extend it. */
    record Immediate(int value) implements Operand {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** A constant operand. */
    static Operand of(int value) {
        return new Immediate(value);
    }
}
