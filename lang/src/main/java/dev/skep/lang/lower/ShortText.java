package dev.skep.lang.lower;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;

/** A string of 16 bytes that was loaded as two words, the first character lowest: what lies behind its NUL may be anything. */
final class ShortText {
    /** Bytes, the NUL included. */
    static final int SIZE = 16;

    static final int WORD = 8;

    /** In each byte the lowest bit, and the highest. */
    private static final long LOWEST = 0x0101_0101_0101_0101L;

    private static final long HIGHEST = 0x8080_8080_8080_8080L;

    /** All of a word but its last byte. */
    private static final long ALL_BUT_LAST = -1L >>> Byte.SIZE;

    private final Lowering lowering;
    private final IrBuilder ir;
    private final Reg first;
    private final Reg second;
    private final Reg ofFirst;

    ShortText(Lowering lowering, Reg first, Reg second) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.first = first;
        // Where no NUL is the last byte is one, as with the helpers.
        this.second = ir.binary(BinaryOp.AND, second, Operand.of(ALL_BUT_LAST));
        ofFirst = before(first);
    }

    /** A number that is below 0 if the string goes on behind the first word. */
    Reg goesOn() {
        return ofFirst;
    }

    /** Writes the string; where the place is to be padded, with zeros behind it. */
    void write(Place place) {
        if (!place.padded()) {
            lowering.writeBytes(first, WORD, place);
            lowering.writeBytes(second, WORD, place.at(WORD));
            return;
        }
        lowering.writeBytes(ir.binary(BinaryOp.AND, first, ofFirst), WORD, place);
        Reg wanted = ir.binary(BinaryOp.ASHR, ofFirst, Operand.of(63));
        Reg ofSecond = ir.binary(BinaryOp.AND, before(second), wanted);
        lowering.writeBytes(ir.binary(BinaryOp.AND, second, ofSecond), WORD, place.at(WORD));
    }

    /**
     * All bits before a word's first byte that is zero; all bits if there is none. A byte's highest bit is set where it is
     * zero (and behind the first such byte perhaps where it is not); the lowest of these bits less one is the mask.
     */
    private Reg before(Reg word) {
        Reg lessOne = ir.binary(BinaryOp.SUB, word, Operand.of(LOWEST));
        Reg inverted = ir.binary(BinaryOp.XOR, word, Operand.of(-1));
        Reg zeros = ir.binary(BinaryOp.AND, ir.binary(BinaryOp.AND, lessOne, inverted), Operand.of(HIGHEST));
        Reg lowest = ir.binary(BinaryOp.AND, zeros, ir.negate(zeros));
        return ir.binary(BinaryOp.SUB, lowest, Operand.of(1));
    }
}
