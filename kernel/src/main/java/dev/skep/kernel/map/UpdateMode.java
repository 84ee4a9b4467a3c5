package dev.skep.kernel.map;

/** What an update does about a key that is there or not; the ordinal is the kernel's flag. */
public enum UpdateMode {
    /** Inserts or replaces. */
    ANY,
    /** Only inserts ({@code BPF_NOEXIST}). */
    NO_EXIST,
    /** Only replaces ({@code BPF_EXIST}). */
    EXIST
}
