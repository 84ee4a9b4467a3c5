/**
 * Compiled scripts do what scripts mean: scripts made at random run in every form there is, simulated and in the kernel, and are
 * compared with the evaluator of the typed tree. What differs is made small before it is shown.
 */
@NullMarked
package dev.skep.lang.property;

import org.jspecify.annotations.NullMarked;
