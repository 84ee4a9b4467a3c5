package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.IrFunction;

/**
 * A function that instructions can say one by one.
 *
 * @param literals the registers that are literals
 * @param stackSize bytes below {@code r10} that slots take; a multiple of 8
 * @param scratchSize bytes of the program's scratch memory that it uses, beside its callers'; 0 if none
 */
public record LegalFunction(IrFunction function, Literals literals, int stackSize, int scratchSize) {}
