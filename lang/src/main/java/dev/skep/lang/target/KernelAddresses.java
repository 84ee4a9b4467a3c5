package dev.skep.lang.target;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where the kernel's functions and variables are. The first answer costs some 50 ms in a running kernel. */
public interface KernelAddresses {
    /** The address of a symbol, the lowest of several with one name; empty if there is none. */
    OptionalLong address(String name);

    /** The names of all symbols, some 200,000: for near matches. */
    Iterable<String> names();

    /** Why there are no symbols, and the way out; null if there are. */
    @Nullable
    String unavailable();
}
