/** What it takes to run a process beside this one that the Java library has not: a gate that it waits at. */
@NullMarked
package dev.skep.kernel.process;

import org.jspecify.annotations.NullMarked;
