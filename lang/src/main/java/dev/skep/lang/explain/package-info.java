/**
 * What a compiled script will do to the machine, before it does: how its probes are attached, what its programs call, what
 * memory its maps take, what the kernel must have.
 */
@NullMarked
package dev.skep.lang.explain;

import org.jspecify.annotations.NullMarked;
