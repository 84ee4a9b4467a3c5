/** How long the compiler takes: a long script from its text to attached probes, and each stage as scripts grow. */
@NullMarked
package dev.skep.bench.compile;

import org.jspecify.annotations.NullMarked;
