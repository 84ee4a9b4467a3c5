package dev.skep.lang.syntax;

import java.util.List;

/** The names of the integer types. */
public final class IntegerTypes {
    /** All names. */
    public static final List<String> NAMES =
            List.of("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64");

    private IntegerTypes() {}

    /** Whether a name is an integer type's. */
    public static boolean isName(String name) {
        return NAMES.contains(name);
    }
}
