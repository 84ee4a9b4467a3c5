package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;
import dev.skep.lang.emit.legal.Literal;

/** Where a value is, or comes from. Places of the first two kinds are compared by identity: there is one object each. */
public sealed interface Place {
    /** A machine register. */
    final class InRegister implements Place {
        private static final InRegister[] ALL = all();

        private final Register register;

        private InRegister(Register register) {
            this.register = register;
        }

        private static InRegister[] all() {
            InRegister[] all = new InRegister[Register.R10.number()];
            for (int i = 0; i < all.length; i++) {
                all[i] = new InRegister(Register.of(i));
            }
            return all;
        }

        public Register register() {
            return register;
        }

        @Override
        public String toString() {
            return register.toString();
        }
    }

    /** Eight bytes on the stack, made when registers run out; its offset is known once all are. */
    final class Spilled implements Place {
        private int offset;

        /** The offset from {@code r10}: negative, a multiple of 8. */
        public int offset() {
            return offset;
        }

        void placeAt(int bytes) {
            offset = bytes;
        }

        @Override
        public String toString() {
            return "stack" + offset;
        }
    }

    /** Nowhere: it is made when it is wanted. */
    record Made(Literal literal) implements Place {}

    static InRegister of(Register register) {
        return InRegister.ALL[register.number()];
    }
}
