package dev.skep.lang.ir;

/** What an instruction takes: a virtual register or a constant. */
public sealed interface Operand permits Reg, Operand.Const {

    /** A 64-bit constant. */
    record Const(long value) implements Operand {
        // Written out: a record's own methods are linked at their first call, and this is on the way to the first
        // probe.
        @Override
        public boolean equals(Object other) {
            return other instanceof Const constant && constant.value == value;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    static Const of(long value) {
        return new Const(value);
    }
}
