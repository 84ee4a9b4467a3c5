/** A session: attach a compiled script, read its events, give them to a sink. */
module dev.skep.trace {
    requires transitive dev.skep.kernel;
    requires transitive dev.skep.lang;
    requires transitive dev.skep.symbols;
    requires static org.jspecify;

    exports dev.skep.trace;
}
