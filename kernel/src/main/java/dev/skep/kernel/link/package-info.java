/**
 * What makes programs run: attachments to tracepoints, raw tracepoints, places in user programs, software events and clocks. A link holds only file
 * descriptors, so that nothing stays attached when the process ends, however it ends.
 */
@NullMarked
package dev.skep.kernel.link;

import org.jspecify.annotations.NullMarked;
