/**
 * The compiler's product: a compiled script is a value, with no file descriptor and no kernel behind it.
 */
@NullMarked
package dev.skep.lang.script;

import org.jspecify.annotations.NullMarked;
