package dev.skep.bpf.btf;

/**
 * An enumerator found by its own name.
 *
 * @param type the enum it belongs to
 */
public record EnumConstant(int type, long value) {}
