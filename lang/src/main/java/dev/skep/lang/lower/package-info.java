/**
 * The typed tree to the IR: explicit map operations, helper calls and events, a program for each probe.
 *
 * <p>{@code Lowering} is one function while it is being written; what is written is divided by concern. Loops that the
 * kernel's verifier walks quickly stay in the function ({@code LoopLowering}); the rounds of others are functions of their
 * own ({@code OutlinedLoop}) that share variables with the one around through a {@code Closure}. Values behind addresses,
 * members and elements are followed to a {@code Location} first, and read from there at once ({@code StructLowering}).
 */
@NullMarked
package dev.skep.lang.lower;

import org.jspecify.annotations.NullMarked;
