/**
 * BTF, the kernel's type format: a lazy reader, a writer for programs' own types, and the function and line info that
 * goes with a program.
 *
 * <p>{@link dev.skep.bpf.btf.Btf#read} checks the header and finds where each type starts; a type is decoded when it is
 * asked for. {@link dev.skep.bpf.btf.BtfBuilder} writes the same records that the reader returns. {@link
 * dev.skep.bpf.btf.ProgramBtf} makes all that a program brings along to its load.
 *
 * <p>Bytes may come from anywhere: whatever they hold, the answer is a value or a {@link
 * dev.skep.bpf.btf.BtfFormatException}.
 *
 * <p>Source of the facts: the kernel's {@code Documentation/bpf/btf.rst} and {@code include/uapi/linux/btf.h}; what the
 * kernel accepts in a program's own BTF is in {@code kernel/bpf/btf.c} and {@code kernel/bpf/verifier.c}.
 */
@NullMarked
package dev.skep.bpf.btf;

import org.jspecify.annotations.NullMarked;
