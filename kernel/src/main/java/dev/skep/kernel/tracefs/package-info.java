/** The kernel's tracing file system: tracepoints and the layout of their records. */
@NullMarked
package dev.skep.kernel.tracefs;

import org.jspecify.annotations.NullMarked;
