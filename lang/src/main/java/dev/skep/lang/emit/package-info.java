/**
 * IR to BPF programs: legal forms, block order, registers and stack, instructions with relocations and source lines.
 * {@link dev.skep.lang.emit.Emitter} reads as the list of these steps.
 */
@NullMarked
package dev.skep.lang.emit;

import org.jspecify.annotations.NullMarked;
