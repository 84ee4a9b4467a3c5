package dev.skep.lang.evaluate;

/**
 * One run of one probe.
 *
 * @param probe its index in the script
 * @param event what the kernel hands to it
 * @param ringFull whether no event can be sent
 */
public record Occasion(int probe, byte[] event, boolean ringFull) {}
