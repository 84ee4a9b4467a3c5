/**
 * Names to things: probes expanded through the target.
 */
@NullMarked
package dev.skep.lang.resolve;

import org.jspecify.annotations.NullMarked;
