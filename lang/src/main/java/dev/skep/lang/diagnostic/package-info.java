/**
 * What is wrong with a user's program, as data: collected by the stages, never thrown across them, printed once.
 */
@NullMarked
package dev.skep.lang.diagnostic;

import org.jspecify.annotations.NullMarked;
