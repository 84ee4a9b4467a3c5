/** What processes need that the Java library has not: a gate that a child waits at, signals that were ignored. */
@NullMarked
package dev.skep.kernel.process;

import org.jspecify.annotations.NullMarked;
