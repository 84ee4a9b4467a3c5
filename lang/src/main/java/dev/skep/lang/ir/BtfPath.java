package dev.skep.lang.ir;

import org.jspecify.annotations.Nullable;

/**
 * A place inside a kernel struct or union: symbolic, so that where the field lies is decided for the kernel that the
 * program is loaded into (CO-RE), not for the one that it was compiled with.
 *
 * @param type the struct's or union's name, without the keyword
 * @param path member names joined by dots; every one but the last is an embedded struct or union. Constant indexes of
 *     arrays stand in brackets: {@code a.b[2]}
 * @param offset bytes from the object's start in the kernel that the script was compiled for: what text and simulations
 *     show, and what emitted code carries until it is linked
 */
public record BtfPath(String type, String path, int offset) {
    /** {@code task_struct.mm}. */
    @Override
    public String toString() {
        return type + "." + path;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BtfPath that
                && offset == that.offset
                && path.equals(that.path)
                && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + path.hashCode();
    }
}
