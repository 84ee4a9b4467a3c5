/** What this kernel has and what this process may do: probes that answer yes, no or unknown, and capabilities. */
@NullMarked
package dev.skep.kernel.feature;

import org.jspecify.annotations.NullMarked;
