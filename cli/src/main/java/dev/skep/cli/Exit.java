package dev.skep.cli;

/** Exit codes; beside these, a program's own {@code exit(n)}. They are part of the contract: help names them. */
final class Exit {
    /** The program ran and was ended, by whatever. */
    static final int OK = 0;

    /** The command line is wrong, or the program could not be compiled, loaded or attached. */
    static final int FAILED = 1;

    private Exit() {}
}
