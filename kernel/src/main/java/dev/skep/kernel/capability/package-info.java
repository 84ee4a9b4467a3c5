/** What this process may do: Linux capabilities, see capabilities(7). */
@NullMarked
package dev.skep.kernel.capability;

import org.jspecify.annotations.NullMarked;
