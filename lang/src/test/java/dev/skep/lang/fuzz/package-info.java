/** Texts that are built to break the compiler, and the process that runs it on them in little memory. */
@NullMarked
package dev.skep.lang.fuzz;

import org.jspecify.annotations.NullMarked;
