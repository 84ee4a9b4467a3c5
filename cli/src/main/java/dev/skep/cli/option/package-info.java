/**
 * The command line: a table of options ({@link dev.skep.cli.option.Option}), and the one reader of argv. Help, shell
 * completion and the manual page are made from the same table.
 */
@NullMarked
package dev.skep.cli.option;

import org.jspecify.annotations.NullMarked;
