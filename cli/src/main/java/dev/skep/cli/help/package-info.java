/**
 * What Skep says about itself: the help text, the manual page, completion scripts. All of it comes from the option table.
 */
@NullMarked
package dev.skep.cli.help;

import org.jspecify.annotations.NullMarked;
