/** The BPF ring buffer: how programs hand records to this process. Source: {@code Documentation/bpf/ringbuf.rst}. */
@NullMarked
package dev.skep.kernel.ring;

import org.jspecify.annotations.NullMarked;
