/**
 * Skep side by side with its peers, as a user meets them: commands are started, and what they print is read. Nothing of
 * Skep is used from inside.
 */
@NullMarked
package dev.skep.bench;

import org.jspecify.annotations.NullMarked;
