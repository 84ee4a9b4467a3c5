package dev.skep.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code union bpf_attr}: one method for each shape, with the byte offsets of {@code include/uapi/linux/bpf.h}.
 *
 * <p>Each method takes a block whose bytes are zero as far as its size, and returns that size: the end of the last field
 * it uses, and no more, since a kernel refuses sizes beyond what it knows unless the rest is zero.
 */
final class BpfAttr {
    static final int MAP_CREATE_SIZE = 44;
    static final int ELEMENT_SIZE = 32;
    static final int BATCH_SIZE = 56;
    /** Up to {@code attach_prog_fd}: kernel 5.6. */
    static final int PROG_LOAD_SIZE = 116;
    /** Up to {@code fd_array}: kernel 5.14. */
    static final int PROG_LOAD_FD_ARRAY_SIZE = 128;

    static final int TEST_RUN_SIZE = 72;
    static final int OBJECT_NAME_BYTES = 16;
    /** {@code BPF_F_UPROBE_MULTI_RETURN}. */
    private static final int UPROBE_MULTI_RETURN = 1;

    private BpfAttr() {}

    /**
     * 0 map_type, 4 key_size, 8 value_size, 12 max_entries, 16 map_flags, 20 inner_map_fd, 24 numa_node, 28 map_name[16].
     */
    static int mapCreate(ByteBuffer a, int type, int key, int value, int entries, int flags, int innerFd, String name) {
        a.putInt(0, type).putInt(4, key).putInt(8, value).putInt(12, entries).putInt(16, flags);
        a.putInt(20, innerFd);
        name(a, 28, name);
        return MAP_CREATE_SIZE;
    }

    /** 0 map_fd, 8 key, 16 value or next_key, 24 flags. */
    static int element(ByteBuffer a, int mapFd, long key, long value, long flags) {
        a.putInt(0, mapFd).putLong(8, key).putLong(16, value).putLong(24, flags);
        return ELEMENT_SIZE;
    }

    /** 0 in_batch, 8 out_batch, 16 keys, 24 values, 32 count (in and out), 36 map_fd, 40 elem_flags, 48 flags. */
    static int batch(ByteBuffer a, int mapFd, long in, long out, long keys, long values, int count, long flags) {
        a.putLong(0, in).putLong(8, out).putLong(16, keys).putLong(24, values);
        a.putInt(32, count).putInt(36, mapFd).putLong(40, flags);
        return BATCH_SIZE;
    }

    /** Where a batch command leaves how many elements it handled. */
    static int batchCount(ByteBuffer a) {
        return a.getInt(32);
    }

    /**
     * 0 prog_type, 4 insn_cnt, 8 insns, 16 license, 24 log_level, 28 log_size, 32 log_buf, 40 kern_version, 44 prog_flags,
     * 48 prog_name[16], 64 prog_ifindex, 68 expected_attach_type, 72 prog_btf_fd, 76 func_info_rec_size, 80 func_info, 88
     * func_info_cnt, 92 line_info_rec_size, 96 line_info, 104 line_info_cnt, 108 attach_btf_id, 112 attach_prog_fd or
     * attach_btf_obj_fd, 116 core_relo_cnt, 120 fd_array.
     */
    static int progLoad(ByteBuffer a, ProgramLoad load, long license, long log, int logSize, int logLevel) {
        a.putInt(0, load.type()).putInt(4, load.instructions().capacity() / 8);
        a.putLong(8, Memory.address(load.instructions())).putLong(16, license);
        a.putInt(24, logLevel).putInt(28, logSize).putLong(32, log);
        a.putInt(44, load.flags());
        name(a, 48, load.name());
        a.putInt(68, load.expectedAttachType());
        ProgramLoad.DebugInfo debug = load.debugInfo();
        if (debug != null) {
            a.putInt(72, debug.btfFd());
            a.putInt(76, debug.functionRecordSize()).putLong(80, Memory.address(debug.functions()));
            a.putInt(88, debug.functions().capacity() / debug.functionRecordSize());
            a.putInt(92, debug.lineRecordSize()).putLong(96, Memory.address(debug.lines()));
            a.putInt(104, debug.lines().capacity() / debug.lineRecordSize());
        }
        a.putInt(108, load.attachBtfId()).putInt(112, load.attachBtfFd());
        ByteBuffer fds = load.fdArray();
        if (fds == null) {
            return PROG_LOAD_SIZE;
        }
        a.putLong(120, Memory.address(fds));
        return PROG_LOAD_FD_ARRAY_SIZE;
    }

    /** 0 pathname, 8 bpf_fd, 12 file_flags. */
    static int object(ByteBuffer a, long path, int fd) {
        a.putLong(0, path).putInt(8, fd);
        return 16;
    }

    /** 0 start_id or an object's id, 4 next_id, 8 open_flags. */
    static int id(ByteBuffer a, int id) {
        a.putInt(0, id);
        return 12;
    }

    /** 0 bpf_fd, 4 info_len (in and out), 8 info. */
    static int info(ByteBuffer a, int fd, long info, int length) {
        a.putInt(0, fd).putInt(4, length).putLong(8, info);
        return 16;
    }

    /** 0 name (null for a BTF-typed program), 8 prog_fd. */
    static int rawTracepoint(ByteBuffer a, long name, int programFd) {
        a.putLong(0, name).putInt(8, programFd);
        return 16;
    }

    /** 0 btf, 8 btf_log_buf, 16 btf_size, 20 btf_log_size, 24 btf_log_level. */
    static int btfLoad(ByteBuffer a, long btf, int size, long log, int logSize) {
        a.putLong(0, btf).putLong(8, log).putInt(16, size).putInt(20, logSize);
        a.putInt(24, logSize > 0 ? 1 : 0);
        return 28;
    }

    /**
     * 0 prog_fd, 4 retval (out), 8 data_size_in, 12 data_size_out, 16 data_in, 24 data_out, 32 repeat, 36 duration (out),
     * 40 ctx_size_in, 44 ctx_size_out, 48 ctx_in, 56 ctx_out, 64 flags, 68 cpu.
     */
    static int testRun(ByteBuffer a, int programFd, long context, int contextSize, int flags, int cpu) {
        a.putInt(0, programFd).putInt(40, contextSize).putLong(48, context);
        a.putInt(64, flags).putInt(68, cpu);
        return TEST_RUN_SIZE;
    }

    /** The program's result after a test run. */
    static int testRunResult(ByteBuffer a) {
        return a.getInt(4);
    }

    /** 0 prog_fd, 4 target_fd, 8 attach_type, 12 flags, 16 perf_event.bpf_cookie or tracing.target_btf_id. */
    static int linkCreate(ByteBuffer a, int programFd, int targetFd, int attachType) {
        a.putInt(0, programFd).putInt(4, targetFd).putInt(8, attachType);
        return 24;
    }

    /** As {@link #linkCreate}, then 16 iter_info, 24 iter_info_len (kernel 5.9). */
    static int linkIterator(ByteBuffer a, int programFd, int attachType, long info, int infoBytes) {
        linkCreate(a, programFd, 0, attachType);
        if (infoBytes == 0) {
            return 16;
        }
        a.putLong(16, info).putInt(24, infoBytes);
        return 32;
    }

    /** 0 link_fd, 4 flags. */
    static int iteratorCreate(ByteBuffer a, int linkFd) {
        a.putInt(0, linkFd);
        return 8;
    }

    /** As {@link #linkCreate}, then 16 kprobe_multi.flags, 20 cnt, 24 syms, 32 addrs, 40 cookies (kernel 5.18). */
    static int linkKprobeMulti(ByteBuffer a, int programFd, int attachType, int count, long symbols) {
        linkCreate(a, programFd, 0, attachType);
        a.putInt(20, count).putLong(24, symbols);
        return 48;
    }

    /**
     * As {@link #linkCreate}, then 16 uprobe_multi.path, 24 offsets, 32 ref_ctr_offsets, 40 cookies, 48 cnt, 52 flags, 56 pid
     * (kernel 6.6).
     */
    static int linkUprobeMulti(ByteBuffer a, int programFd, int attachType, Bpf.UprobeMulti multi) {
        linkCreate(a, programFd, 0, attachType);
        a.putLong(16, multi.path()).putLong(24, multi.offsets()).putLong(40, multi.cookies());
        a.putInt(48, multi.count())
                .putInt(52, multi.atReturn() ? UPROBE_MULTI_RETURN : 0)
                .putInt(56, multi.process());
        return 64;
    }

    /** 0 type, or any other command whose only field is one number. */
    static int single(ByteBuffer a, int value) {
        a.putInt(0, value);
        return 4;
    }

    /** A name as the kernel takes it: 15 bytes and a NUL, letters, digits, {@code _} and {@code .}. */
    static void name(ByteBuffer a, int offset, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int written = 0;
        for (int i = 0; i < bytes.length && written < OBJECT_NAME_BYTES - 1; i++) {
            byte c = bytes[i];
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
            a.put(offset + written++, allowed ? c : (byte) '_');
        }
    }
}
