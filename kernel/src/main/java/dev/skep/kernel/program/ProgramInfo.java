package dev.skep.kernel.program;

import dev.skep.kernel.Errno;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows of a program ({@code struct bpf_prog_info}). Fields that a kernel does not have are 0.
 *
 * @param id unique among the programs that exist now
 * @param type the kernel's number
 * @param name at most 15 bytes
 * @param tag the first 8 bytes of the hash of its instructions, in hexadecimal
 * @param jitedBytes size of the machine code; 0 where the kernel interprets, or does not tell
 * @param translatedBytes size of the BPF code after the verifier's rewriting
 * @param runTimeNanos time spent in it while {@link RunStatistics} was on (kernel 5.1)
 * @param runCount how often it ran while {@link RunStatistics} was on (kernel 5.1)
 * @param recursionMisses how often the kernel skipped it because it was running already on that CPU (kernel 5.12); counted
 *     always
 * @param verifiedInstructions how many instructions the verifier walked (kernel 5.16)
 */
public record ProgramInfo(
        int id,
        int type,
        String name,
        String tag,
        int jitedBytes,
        int translatedBytes,
        long runTimeNanos,
        long runCount,
        long recursionMisses,
        int verifiedInstructions) {
    private static final int BYTES = 224;
    private static final int TAG_BYTES = 8;

    /** Of a program of anybody's, by its id; null if it is gone. Needs {@code CAP_SYS_ADMIN}. */
    public static @Nullable ProgramInfo ofId(int id) {
        long result = Bpf.fdById(BpfCommand.PROG_GET_FD_BY_ID, id);
        if (result == -Errno.ENOENT) {
            return null;
        }
        String operation = "info of program with id " + id;
        if (result < 0) {
            throw Failure.of(operation + ": bpf(PROG_GET_FD_BY_ID)", result, Capability.SYS_ADMIN);
        }
        try (Fd fd = Fd.of(result)) {
            return read(fd.number(), operation);
        }
    }

    /** The ids of all programs of the machine, ascending. Needs {@code CAP_SYS_ADMIN}. */
    public static int[] ids() {
        int[] ids = new int[64];
        int count = 0;
        long id = 0;
        while (true) {
            id = Bpf.nextId(BpfCommand.PROG_GET_NEXT_ID, (int) id);
            if (id == -Errno.ENOENT) {
                return Arrays.copyOf(ids, count);
            }
            if (id < 0) {
                throw Failure.of("list programs: bpf(PROG_GET_NEXT_ID)", id, Capability.SYS_ADMIN);
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = (int) id;
        }
    }

    static ProgramInfo read(int fd, String operation) {
        ByteBuffer buffer = Memory.allocate(BYTES);
        long result = Bpf.info(fd, buffer);
        if (result < 0) {
            throw Failure.of(operation + ": bpf(OBJ_GET_INFO_BY_FD)", result);
        }
        return parse(buffer);
    }

    /**
     * 0 type, 4 id, 8 tag[8], 16 jited_prog_len, 20 xlated_prog_len, 64 name[16], 192 run_time_ns, 200 run_cnt, 208
     * recursion_misses, 216 verified_insns.
     */
    static ProgramInfo parse(ByteBuffer b) {
        byte[] tag = new byte[TAG_BYTES];
        b.get(8, tag);
        return new ProgramInfo(
                b.getInt(4),
                b.getInt(0),
                Memory.text(b, 64, 16),
                HexFormat.of().formatHex(tag),
                b.getInt(16),
                b.getInt(20),
                b.getLong(192),
                b.getLong(200),
                b.getLong(208),
                b.getInt(216));
    }
}
