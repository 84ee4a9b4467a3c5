package dev.skep.lang.check;

import dev.skep.lang.type.Type;

/**
 * A scratch variable of one body: what the declarations and uses of a name in its scope have in common. Compared by
 * identity. Its type settles while the body is checked and is final in the typed tree.
 */
public final class VariableSymbol {
    private final String name;
    private Type type = Type.Unknown.UNKNOWN;
    private boolean read;
    private boolean failed;

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

    /** Takes the value of an assignment in; false if its type does not go with the ones before. */
    boolean widen(Type value, Inference inference) {
        Type both = Unification.unify(type, value);
        if (both == null) {
            return false;
        }
        if (!both.is(type)) {
            type = both;
            if (read) {
                inference.again();
            }
        }
        return true;
    }

    /** It is assigned something that an error was reported for: what is made of it is not worth another. */
    void fail() {
        failed = true;
    }

    boolean failed() {
        return failed;
    }

    /** An expression reads it, whose type depends on it. */
    void read() {
        read = true;
    }
}
