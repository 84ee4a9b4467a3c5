package dev.skep.lang.lower;

import dev.skep.lang.ir.Reg;

/**
 * Where a value in memory is written, so that strings are read straight to where they belong.
 *
 * @param base an address that is a multiple of 8
 * @param offset bytes behind it
 * @param padded whether the bytes behind a string's NUL, and gaps, must be zero: they are in keys, in values of maps and in
 *     what is compared, not in events
 */
public record Place(Reg base, int offset, boolean padded) {

    /** The place some bytes behind this one. */
    public Place at(int distance) {
        return new Place(base, offset + distance, padded);
    }
}
