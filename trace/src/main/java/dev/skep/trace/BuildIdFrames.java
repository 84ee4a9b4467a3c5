package dev.skep.trace;

import dev.skep.lang.type.StackMode;
import dev.skep.lang.value.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads frames with build IDs: {@code struct bpf_stack_build_id} of {@code include/uapi/linux/bpf.h}. */
final class BuildIdFrames {
    private static final int STATUS = 0;
    private static final int BUILD_ID = 4;
    private static final int OFFSET = 24;

    /** The status of frames that are not used, and of those that have a build ID; others have an address. */
    private static final int EMPTY = 0;

    private static final int VALID = 1;

    private BuildIdFrames() {}

    static List<Value.Frame> read(ByteBuffer frames) {
        List<Value.Frame> read = new ArrayList<>();
        int size = StackMode.BUILD_ID.frameBytes();
        for (int at = 0; at < frames.limit() && frames.getInt(at + STATUS) != EMPTY; at += size) {
            long offset = frames.getLong(at + OFFSET);
            if (frames.getInt(at + STATUS) == VALID) {
                byte[] id = new byte[StackMode.BUILD_ID_BYTES];
                frames.get(at + BUILD_ID, id);
                read.add(new Value.Frame(0, "", offset, HexFormat.of().formatHex(id)));
            } else {
                read.add(new Value.Frame(offset, "", 0, ""));
            }
        }
        return read;
    }
}
