/**
 * What is to be loaded, as plain data: programs, maps, and how they are attached. A spec is the same on every machine;
 * what depends on the running kernel (file descriptors, BTF ids, field offsets) stands in it as a symbolic
 * {@link Relocation}, which the kernel module's linker resolves at load.
 */
@NullMarked
package dev.skep.bpf.spec;

import org.jspecify.annotations.NullMarked;
