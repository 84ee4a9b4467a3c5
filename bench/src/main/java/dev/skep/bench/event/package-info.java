/** What a traced event costs the process that makes it, beside the peers. */
@NullMarked
package dev.skep.bench.event;

import org.jspecify.annotations.NullMarked;
