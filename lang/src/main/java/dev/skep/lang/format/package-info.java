/**
 * The formats of printf: parsed once by the compiler, rendered for each event.
 */
@NullMarked
package dev.skep.lang.format;

import org.jspecify.annotations.NullMarked;
