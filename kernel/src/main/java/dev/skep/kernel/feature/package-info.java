/** What this kernel has: probes that answer yes, no or unknown. */
@NullMarked
package dev.skep.kernel.feature;

import org.jspecify.annotations.NullMarked;
