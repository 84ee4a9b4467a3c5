package dev.skep.kernel.sys;

import java.nio.ByteBuffer;

/**
 * A file system mounted nowhere: only its descriptor leads into it, and it is unmounted when that is closed.
 *
 * <p>Source: man pages fsopen(2), fsconfig(2), fsmount(2); kernel 5.2.
 */
public final class Mount {
    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSCONFIG_CMD_CREATE = 6;
    private static final int FSMOUNT_CLOEXEC = 1;
    /** {@code MOUNT_ATTR_NOSUID | NODEV | NOEXEC}. */
    private static final int ATTRIBUTES = 2 | 4 | 8;

    private Mount() {}

    /** A descriptor of the mount's root, or {@code -errno}. */
    public static long open(String fileSystem) {
        ByteBuffer name = Memory.cString(fileSystem);
        long context = Sys.call(SystemCall.FSOPEN, Memory.address(name), FSOPEN_CLOEXEC, 0);
        Memory.keep(name);
        if (context < 0) {
            return context;
        }
        try (Fd fd = Fd.of(context)) {
            long created = Sys.call(SystemCall.FSCONFIG, fd.number(), FSCONFIG_CMD_CREATE, 0, 0, 0, 0);
            return created < 0 ? created : Sys.call(SystemCall.FSMOUNT, fd.number(), FSMOUNT_CLOEXEC, ATTRIBUTES);
        }
    }
}
