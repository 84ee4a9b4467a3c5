/**
 * What scripts mean, by the plainest way to say it: an interpreter of the typed tree over Java's own numbers, bytes and maps.
 * It shares nothing with the compiler's lowering, so that compiled scripts can be compared with it.
 */
@NullMarked
package dev.skep.lang.evaluate;

import org.jspecify.annotations.NullMarked;
