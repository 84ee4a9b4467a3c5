/** How fast events and maps are printed, beside the peers. */
@NullMarked
package dev.skep.bench.output;

import org.jspecify.annotations.NullMarked;
