/** The running kernel: bpf(2), perf events, maps, programs, links, ring buffers, tracefs. The only module with native access. */
module dev.skep.kernel {
    requires transitive dev.skep.bpf;
    requires static transitive org.jspecify;
    // sun.misc.Signal: the Java library has no other way to a signal.
    requires jdk.unsupported;

    exports dev.skep.kernel;
    exports dev.skep.kernel.capability;
    exports dev.skep.kernel.feature;
    exports dev.skep.kernel.link;
    exports dev.skep.kernel.map;
    exports dev.skep.kernel.process;
    exports dev.skep.kernel.program;
    exports dev.skep.kernel.ring;
    exports dev.skep.kernel.tracefs;
}
