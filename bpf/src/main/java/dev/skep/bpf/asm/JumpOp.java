package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/** The condition of a conditional jump. Names without {@code S} compare unsigned. */
public enum JumpOp {
    EQ(0x10),
    GT(0x20),
    GE(0x30),
    /** Jumps if any of the bits is set. */
    SET(0x40),
    NE(0x50),
    SGT(0x60),
    SGE(0x70),
    LT(0xa0),
    LE(0xb0),
    SLT(0xc0),
    SLE(0xd0);

    private final int code;

    JumpOp(int code) {
        this.code = code;
    }

    /** The condition that holds where this one does not, or null for {@link #SET}, which has none. */
    public @Nullable JumpOp negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case GT -> LE;
            case LE -> GT;
            case GE -> LT;
            case LT -> GE;
            case SGT -> SLE;
            case SLE -> SGT;
            case SGE -> SLT;
            case SLT -> SGE;
            case SET -> null;
        };
    }

    /** The opcode's operation bits. */
    int code() {
        return code;
    }
}
