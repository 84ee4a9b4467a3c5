/**
 * A small machine for tests: memory that watches what is read, maps and helpers, an interpreter of IR and one of BPF
 * instructions over them, and functions made at random to be run by both.
 */
@NullMarked
package dev.skep.lang.simulation;

import org.jspecify.annotations.NullMarked;
