package dev.skep.lang.generate;

import org.jspecify.annotations.Nullable;

/** Writes one form of the language. */
interface Form {
    /**
     * The text, or null where the form does not go: there is no variable of the shape, no event.
     *
     * @param depth how many more levels there may be below it
     */
    @Nullable
    String write(int depth);
}
