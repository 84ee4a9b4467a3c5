package dev.skep.lang.lower;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.source.Span;
import java.util.List;

/**
 * How much code a script may become, told while it is being made: the verifier follows 8192 undecided branches in a row
 * ({@code BPF_COMPLEXITY_LIMIT_JMP_SEQ}) and 1,000,000 instructions, and what it would refuse anyway is not worth the
 * memory. Exact answers are found when a program is emitted.
 */
final class CodeBudget {
    /** A branch that may go either way comes with two blocks or more. */
    private static final int PROGRAM_BLOCKS = 40_000;

    private static final int PROGRAM_VALUES = 200_000;

    private static final int SCRIPT_BLOCKS = 80_000;
    private static final int SCRIPT_VALUES = 600_000;

    private int blocks;
    private int values;

    /**
     * Looks at a function that is being written.
     *
     * @param statement the statement that was written last
     * @throws TooLongException if the budget is used up
     */
    void check(IrFunction function, Span statement) {
        if (function.blockCount() > PROGRAM_BLOCKS || function.registerCount() > PROGRAM_VALUES) {
            throw new TooLongException(
                    "This probe is too big for the kernel: up to here it has "
                            + (function.blockCount() > PROGRAM_BLOCKS
                                    ? "more branches than the verifier follows"
                                    : "more instructions than the verifier walks through"),
                    statement,
                    true);
        }
        if (blocks + function.blockCount() > SCRIPT_BLOCKS || values + function.registerCount() > SCRIPT_VALUES) {
            throw new TooLongException(
                    "The script is too big: up to here, its programs together have more code than there is room for",
                    statement,
                    false);
        }
    }

    /** Counts the functions of a program that is written. */
    void add(List<IrFunction> functions) {
        for (IrFunction function : functions) {
            blocks += function.blockCount();
            values += function.registerCount();
        }
    }
}
