/**
 * The running kernel as objects: what went wrong ({@link KernelException}), its error numbers and CPUs. The things
 * themselves are in the packages below: maps, programs, links, ring buffers, tracefs, features.
 */
@NullMarked
package dev.skep.kernel;

import org.jspecify.annotations.NullMarked;
