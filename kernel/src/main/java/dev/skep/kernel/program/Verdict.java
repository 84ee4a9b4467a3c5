package dev.skep.kernel.program;

/**
 * What the verifier says to a program, whether it takes it or not.
 *
 * @param program the name in its spec
 * @param log everything it walked through, with the source's lines between the instructions, and its statistics; of a log
 *     that is longer than the kernel hands out, a part (from kernel 6.4 on the end)
 */
public record Verdict(String program, boolean accepted, String log) {}
