/**
 * Source text and places in it.
 */
@NullMarked
package dev.skep.lang.source;

import org.jspecify.annotations.NullMarked;
