/**
 * Finds the programs and libraries that probes of user programs name: by path, in {@code PATH}, where the dynamic loader
 * looks, and in what a process has loaded.
 */
@NullMarked
package dev.skep.trace.binary;

import org.jspecify.annotations.NullMarked;
