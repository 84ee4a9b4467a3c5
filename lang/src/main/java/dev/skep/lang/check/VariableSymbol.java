package dev.skep.lang.check;

import dev.skep.lang.type.Type;

/**
 * A scratch variable of one body: what the declarations and uses of a name in its scope have in common. Compared by
 * identity. Its type settles while the body is checked and is final in the typed tree.
 */
public final class VariableSymbol {
    private final String name;
    private Type type = Type.Unknown.UNKNOWN;
    private boolean declared;
    private boolean read;
    private boolean failed;
    private boolean addressed;

    VariableSymbol(String name) {
        this.name = name;
    }

    /** Without the {@code $}. */
    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** Whether its declaration gives its type, which no assignment widens. */
    boolean declared() {
        return declared;
    }

    /** Its declaration gives its type. */
    void declare(Type written, Inference inference) {
        declared = true;
        set(written, inference);
    }

    /** Takes the value of an assignment in; false if its type does not go with the ones before. */
    boolean widen(Type value, Inference inference) {
        Type both = declared ? type : Unification.unify(type, value);
        if (both == null) {
            return false;
        }
        set(both, inference);
        return true;
    }

    private void set(Type wider, Inference inference) {
        if (!Unification.same(wider, type)) {
            type = wider;
            if (read) {
                inference.again();
            }
        }
    }

    /** It is assigned something that an error was reported for: what is made of it is not worth another. */
    void fail() {
        failed = true;
    }

    boolean failed() {
        return failed;
    }

    /** Its address is taken: it lies in memory, whatever its type. */
    void takeAddress() {
        addressed = true;
    }

    /** Whether its address is taken anywhere. */
    public boolean hasAddress() {
        return addressed;
    }

    /** An expression reads it, whose type depends on it. */
    void read() {
        read = true;
    }
}
