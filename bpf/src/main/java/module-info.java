/** What a BPF program <em>is</em>: instruction set, object model, BTF. No native code, no kernel. */
module dev.skep.bpf {
    requires static transitive org.jspecify;

    exports dev.skep.bpf.arch;
    exports dev.skep.bpf.asm;
    exports dev.skep.bpf.btf;
    exports dev.skep.bpf.elf;
    exports dev.skep.bpf.spec;
}
