package dev.skep.bpf.btf;

import java.util.List;

/**
 * The source line from which the instructions from a slot on were made ({@code struct bpf_line_info}, kernel 5.0). The
 * verifier's log and {@code bpftool prog dump} show it. A load that has any has one at the first slot of each function;
 * slots ascend.
 *
 * @param slot an instruction's first 8-byte slot, counted from the program's start
 * @param file offset of the file's name in the BTF's strings
 * @param text offset of the line's text in the BTF's strings
 * @param line counted from 1, at most {@link #MAX_LINE}
 * @param column counted from 1, at most {@link #MAX_COLUMN}
 */
public record LineInfo(int slot, int file, int text, int line, int column) {
    /** {@code line_info_rec_size}, in bytes. */
    public static final int RECORD_SIZE = 16;

    /** 22 bits. */
    public static final int MAX_LINE = (1 << 22) - 1;

    /** 10 bits. */
    public static final int MAX_COLUMN = (1 << 10) - 1;

    public LineInfo {
        if (line < 0 || line > MAX_LINE || column < 0 || column > MAX_COLUMN) {
            throw new IllegalArgumentException("line " + line + ", column " + column + " are out of range");
        }
    }

    /** The array that {@code BPF_PROG_LOAD} takes as {@code line_info}. */
    public static byte[] encode(List<LineInfo> infos) {
        ByteSink out = new ByteSink();
        for (LineInfo info : infos) {
            out.int32(info.slot);
            out.int32(info.file);
            out.int32(info.text);
            out.int32(info.line << 10 | info.column);
        }
        return out.toByteArray();
    }
}
