package dev.skep.lang.ir;

/**
 * A variable of a function under construction: it may be written more than once, and {@link IrBuilder} turns its reads
 * into registers and block parameters. Compared by identity.
 */
public final class Variable {
    private final String name;

    Variable(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
