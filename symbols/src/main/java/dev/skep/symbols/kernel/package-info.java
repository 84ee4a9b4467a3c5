/**
 * The kernel's own symbols: its functions, its modules', and those of loaded BPF programs, by address and by name.
 *
 * <p>Source of the facts: {@code kernel/kallsyms.c} and {@code Documentation/admin-guide/sysctl/kernel.rst}.
 */
@NullMarked
package dev.skep.symbols.kernel;

import org.jspecify.annotations.NullMarked;
