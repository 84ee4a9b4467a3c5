/** BPF maps: created, read and written, walked in batches, pinned. Source: man page bpf(2), {@code Documentation/bpf/maps.rst}. */
@NullMarked
package dev.skep.kernel.map;

import org.jspecify.annotations.NullMarked;
