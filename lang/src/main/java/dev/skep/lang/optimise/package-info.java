/**
 * Makes IR better without changing what it does: rules that look at one instruction, and passes that look at a function,
 * in the one ordered list of {@link dev.skep.lang.optimise.Optimiser}.
 */
@NullMarked
package dev.skep.lang.optimise;

import org.jspecify.annotations.NullMarked;
