package dev.skep.lang.script;

/**
 * How much memory a script may take.
 *
 * @param mapKeys keys that a map holds
 * @param stringCapacity bytes, the NUL included, of strings read from memory where the script asks for no other
 * @param stacks different stack traces that are kept
 * @param ringBytes size of the ring buffer of events: a power of two, a multiple of the page size
 */
public record Limits(int mapKeys, int stringCapacity, int stacks, int ringBytes) {
    /** The most bytes of a key and of a value. */
    public static final int VALUE_BYTES = 1 << 15;

    /** The most bytes of one event. */
    public static final int EVENT_BYTES = 1 << 15;

    /** The most elements of one map: what 32 bits of flags and sizes leave in every kernel. */
    public static final int MAP_ENTRIES = 1 << 24;

    /** As bpftrace has them; the stack maps of 16,384 entries take 17 MiB each, and are made only if stacks are taken. */
    public static final Limits DEFAULT = new Limits(4096, 1024, 16384, 4 << 20);

    public Limits {
        if (mapKeys < 1 || mapKeys > MAP_ENTRIES) {
            throw new IllegalArgumentException("a map holds 1 to " + MAP_ENTRIES + " keys, not " + mapKeys);
        }
        if (stringCapacity < 1 || stringCapacity > VALUE_BYTES) {
            throw new IllegalArgumentException("a string takes 1 to " + VALUE_BYTES + " bytes, not " + stringCapacity);
        }
        if (stacks < 1 || stacks > MAP_ENTRIES) {
            throw new IllegalArgumentException("1 to " + MAP_ENTRIES + " stacks are kept, not " + stacks);
        }
        if (Integer.bitCount(ringBytes) != 1 || ringBytes < 2 * EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "a ring buffer has a power of two of bytes, at least " + 2 * EVENT_BYTES + ", not " + ringBytes);
        }
    }
}
