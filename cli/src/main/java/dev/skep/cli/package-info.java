/**
 * The command {@code skep}: argv to a run, a listing or a text; exit codes; nothing else. What can be used without a
 * terminal is in {@code dev.skep.trace}.
 */
@NullMarked
package dev.skep.cli;

import org.jspecify.annotations.NullMarked;
