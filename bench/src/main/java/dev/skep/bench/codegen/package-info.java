/**
 * The code that Skep makes beside clang's for the same program in C, and beside bpftrace's for the same script: how long it
 * is, which helpers it calls, and how long it runs. Skep's compiler and loader are used from inside, so that what is
 * compared is loaded, attached and fed alike; bpftrace runs as the command that it is.
 */
@NullMarked
package dev.skep.bench.codegen;

import org.jspecify.annotations.NullMarked;
