/**
 * The types of the language: how wide a value is, how it lies in a map or an event, how it is aggregated.
 */
@NullMarked
package dev.skep.lang.type;

import org.jspecify.annotations.NullMarked;
