/**
 * Probe types: one provider class each, with its names, listing, arguments, program type and attach spec.
 */
@NullMarked
package dev.skep.lang.probe;

import org.jspecify.annotations.NullMarked;
