package dev.skep.bpf.asm;

/**
 * A BPF register. {@code R0} holds results, {@code R1}-{@code R5} arguments (lost over a call), {@code R6}-{@code R9}
 * survive calls, {@code R10} is the read-only frame pointer.
 */
public enum Register implements Operand {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10;

    private static final Register[] ALL = values();

    /** The register's number in an instruction's register nibble, 0 to 10. */
    public int number() {
        return ordinal();
    }

    /**
     * The register of a number.
     *
     * @throws IllegalArgumentException if the number is not 0 to 10
     */
    public static Register of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new IllegalArgumentException("no register r" + number);
        }
        return ALL[number];
    }

    /** As the verifier log names it: {@code r0} to {@code r10}. */
    @Override
    public String toString() {
        return "r" + ordinal();
    }
}
