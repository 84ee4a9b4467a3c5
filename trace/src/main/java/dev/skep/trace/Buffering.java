package dev.skep.trace;

/** When text is written out. */
public enum Buffering {
    /** As soon as no more events wait: the reader sees each line at once, and a flood is written in large pieces. */
    LINE,
    /** When much has gathered, and at the end. */
    FULL,
    /** After every event. */
    NONE
}
