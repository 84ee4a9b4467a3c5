/**
 * Meaning: the types of a resolved script inferred over the whole program and checked; the result is the typed tree.
 */
@NullMarked
package dev.skep.lang.check;

import org.jspecify.annotations.NullMarked;
