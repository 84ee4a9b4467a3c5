/**
 * Turns IR into IR that the instruction set can say: fields become loads, map operations calls, big objects scratch
 * memory, and operands what instructions take. Each step is a class, run in order by
 * {@link dev.skep.lang.emit.legal.Legaliser}.
 */
@NullMarked
package dev.skep.lang.emit.legal;

import org.jspecify.annotations.NullMarked;
