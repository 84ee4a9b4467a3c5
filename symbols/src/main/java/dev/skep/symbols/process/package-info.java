/**
 * The symbols of running processes: addresses of user space to functions, by what a process has mapped and by the ELF files
 * that are mapped there.
 *
 * <p>{@link dev.skep.symbols.process.ProcessSymbols} is the way in. It remembers what it saw of a process, so that addresses
 * can be named after the process has ended.
 *
 * <p>Sources: {@code Documentation/filesystems/proc.rst} (maps, map_files, stat), man page elf(5).
 */
@NullMarked
package dev.skep.symbols.process;

import org.jspecify.annotations.NullMarked;
