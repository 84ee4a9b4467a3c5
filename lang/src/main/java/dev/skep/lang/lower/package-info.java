/**
 * The typed tree to the IR: explicit map operations, helper calls and events, a program for each probe.
 */
@NullMarked
package dev.skep.lang.lower;

import org.jspecify.annotations.NullMarked;
