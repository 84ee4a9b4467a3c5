/**
 * A tracing session: a compiled script is loaded and attached, its events are read, and what they and its maps say goes
 * to a sink.
 *
 * <p>Nothing here writes to standard output, handles signals, keeps static state or ends the process: that is for the
 * program that uses it. Many sessions can run at once, each in a thread of its own or polled in turn.
 */
@NullMarked
package dev.skep.trace;

import org.jspecify.annotations.NullMarked;
