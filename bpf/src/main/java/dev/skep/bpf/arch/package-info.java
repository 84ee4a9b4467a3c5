/**
 * What differs between machines: register layouts, system call numbers, the test for 32-bit calls.
 */
@NullMarked
package dev.skep.bpf.arch;

import org.jspecify.annotations.NullMarked;
