/**
 * Programs in the kernel: an object's maps are created and its programs linked, verified and loaded; then they run, on
 * demand or where they are attached. Source: man page bpf(2), {@code Documentation/bpf/verifier.rst}.
 */
@NullMarked
package dev.skep.kernel.program;

import org.jspecify.annotations.NullMarked;
