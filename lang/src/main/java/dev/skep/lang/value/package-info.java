/**
 * What comes back from the kernel, decoded: immutable, mergeable values, and their text.
 */
@NullMarked
package dev.skep.lang.value;

import org.jspecify.annotations.NullMarked;
