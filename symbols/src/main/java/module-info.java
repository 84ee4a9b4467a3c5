/** Addresses to names. */
module dev.skep.symbols {
    requires transitive dev.skep.bpf;
    requires static transitive org.jspecify;

    exports dev.skep.symbols.kernel;
    exports dev.skep.symbols.process;
}
