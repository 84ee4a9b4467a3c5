/** Addresses to names. */
module dev.skep.symbols {
    requires transitive dev.skep.bpf;
    requires static org.jspecify;
}
