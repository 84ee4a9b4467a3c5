package dev.skep.bpf.btf;

import java.util.List;

/**
 * Where a function of a program starts ({@code struct bpf_func_info}, kernel 5.0). A load has one for each function, the
 * main one first, in order of slots.
 *
 * @param slot the function's first 8-byte slot, counted from the program's start
 * @param type the id of its {@link BtfType.Function} in the program's BTF
 */
public record FuncInfo(int slot, int type) {
    /** {@code func_info_rec_size}, in bytes. */
    public static final int RECORD_SIZE = 8;

    /** The array that {@code BPF_PROG_LOAD} takes as {@code func_info}. */
    public static byte[] encode(List<FuncInfo> infos) {
        ByteSink out = new ByteSink();
        for (FuncInfo info : infos) {
            out.int32(info.slot);
            out.int32(info.type);
        }
        return out.toByteArray();
    }
}
