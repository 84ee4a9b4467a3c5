/**
 * What the compiler must know of the kernel it compiles for, behind one interface: probes, formats, types, features.
 */
@NullMarked
package dev.skep.lang.target;

import org.jspecify.annotations.NullMarked;
