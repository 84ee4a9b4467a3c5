package dev.skep.lang.target;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A program or library whose code can be probed. Addresses are the file's own, as its symbol table has them. */
public interface UserBinary {

    /** The file's path, as the tracer finds it. */
    String path();

    /** Whether it is a 64-bit file. */
    boolean is64Bit();

    /** Whether it is loaded at its own addresses; others are loaded anywhere. */
    boolean isFixed();

    /** Its functions whose names are wanted, sorted by name and address. A walk over all symbols. */
    List<UserSymbol> functions(Predicate<String> wanted);

    /** The function of a name that its callers are given, or null. */
    @Nullable
    UserSymbol function(String name);

    /** The function that an address is in, or null. A walk over all symbols. */
    @Nullable
    UserSymbol functionAt(long address);

    /** The function or variable of a name, or null. */
    @Nullable
    UserSymbol symbol(String name);

    /** Where the byte of an address is in the file, or -1 if it has none. */
    long fileOffset(long address);

    /** The address of a byte of the file, or -1 if it is not loaded. */
    long address(long fileOffset);

    /** The file's bytes from an address on, fewer where they end; none where the file has none. */
    byte[] bytes(long address, int length);

    /** Whether what is at an address may be executed. */
    boolean isCode(long address);
}
