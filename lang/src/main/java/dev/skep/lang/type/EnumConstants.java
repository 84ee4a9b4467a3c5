package dev.skep.lang.type;

import org.jspecify.annotations.Nullable;

/** The named values of an enum, found when they are first asked for. */
public interface EnumConstants {
    /** The name of a value, the first if it has several; null if it has none. */
    @Nullable
    String name(long value);

    /** The value of a name, or null. */
    @Nullable
    Long value(String name);
}
