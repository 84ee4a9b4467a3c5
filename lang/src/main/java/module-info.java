/** The language: source text to a compiled script. Touches no kernel. */
module dev.skep.lang {
    requires transitive dev.skep.bpf;
    requires static org.jspecify;
}
