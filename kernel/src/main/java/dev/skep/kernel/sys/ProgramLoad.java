package dev.skep.kernel.sys;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One program as bpf(2) takes it, with everything resolved. All buffers are direct and used whole.
 *
 * @param name the kernel sees its first 15 bytes, with {@code _} for what it does not allow
 * @param instructions 8 bytes each
 * @param expectedAttachType {@code bpf_attach_type}, or 0
 * @param attachBtfId the BTF id of what a tracing program attaches to, or 0
 * @param attachBtfFd the BTF object of a module that has it; 0 for the kernel
 * @param fdArray file descriptors that instructions name by index (kernel 5.14)
 */
public record ProgramLoad(
        int type,
        String name,
        String license,
        ByteBuffer instructions,
        int flags,
        int expectedAttachType,
        int attachBtfId,
        int attachBtfFd,
        @Nullable DebugInfo debugInfo,
        @Nullable ByteBuffer fdArray) {

    /** The program's own BTF: function prototypes and source lines. */
    public record DebugInfo(
            int btfFd, int functionRecordSize, ByteBuffer functions, int lineRecordSize, ByteBuffer lines) {}
}
