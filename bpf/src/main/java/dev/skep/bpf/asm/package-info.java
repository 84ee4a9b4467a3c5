/**
 * The BPF instruction set: one immutable record per instruction, an assembler with labels, and a disassembler that
 * writes what the kernel's verifier log writes.
 *
 * <p>Source of the facts: the kernel's {@code Documentation/bpf/standardization/instruction-set.rst} (RFC 9669) and
 * {@code include/uapi/linux/bpf.h}.
 */
@NullMarked
package dev.skep.bpf.asm;

import org.jspecify.annotations.NullMarked;
