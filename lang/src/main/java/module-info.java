/** The language: source text to a compiled script. Touches no kernel. */
module dev.skep.lang {
    requires transitive dev.skep.bpf;
    requires static org.jspecify;

    exports dev.skep.lang.compile;
    exports dev.skep.lang.diagnostic;
    exports dev.skep.lang.explain;
    exports dev.skep.lang.format;
    exports dev.skep.lang.plan to
            dev.skep.trace;
    exports dev.skep.lang.probe;
    exports dev.skep.lang.script;
    exports dev.skep.lang.source;
    exports dev.skep.lang.syntax;
    exports dev.skep.lang.target;
    exports dev.skep.lang.type;
    exports dev.skep.lang.value;
}
