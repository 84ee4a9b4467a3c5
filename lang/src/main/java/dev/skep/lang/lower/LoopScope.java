package dev.skep.lang.lower;

/** Where {@code break} and {@code continue} lead in the innermost loop. Both end the current block. */
interface LoopScope {
    void leave();

    void next();
}
