/**
 * The pipeline: source text to a {@link dev.skep.lang.script.CompiledScript}, stage by stage.
 */
@NullMarked
package dev.skep.lang.compile;

import org.jspecify.annotations.NullMarked;
