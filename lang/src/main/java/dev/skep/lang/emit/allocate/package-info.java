/**
 * Register allocation: linear scan over the live intervals of SSA registers, with splitting, spilling and hints, and
 * the parallel moves that join the pieces.
 *
 * <p>Literature: Wimmer and Mössenböck, "Optimized Interval Splitting in a Linear Scan Register Allocator" (2005);
 * Wimmer and Franz, "Linear Scan Register Allocation on SSA Form" (2010).
 */
@NullMarked
package dev.skep.lang.emit.allocate;

import org.jspecify.annotations.NullMarked;
