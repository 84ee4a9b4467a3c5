package dev.skep.lang.ir;

/** What an instruction takes: a virtual register or a constant. */
public sealed interface Operand permits Reg, Operand.Const {

    /** A 64-bit constant. */
    record Const(long value) implements Operand {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    static Const of(long value) {
        return new Const(value);
    }
}
