/**
 * Makes scripts at random that are well typed: a class for each family of forms, a method for each form. What is new in the
 * language is written there as one more method, and {@link dev.skep.lang.evaluate} is taught what it means.
 */
@NullMarked
package dev.skep.lang.generate;

import org.jspecify.annotations.NullMarked;
