/** The running kernel: bpf(2), perf events, maps, programs, links, ring buffers, tracefs. The only module with native access. */
module dev.skep.kernel {
    requires transitive dev.skep.bpf;
    requires static org.jspecify;
}
