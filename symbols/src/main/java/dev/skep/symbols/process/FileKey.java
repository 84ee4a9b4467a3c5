package dev.skep.symbols.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells one file's content from another's: inode numbers are used again once a file is deleted, so its size and the
 * time of its last change belong to it.
 */
record FileKey(long device, long inode, long size, long changed) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    /** The key of a regular file, links followed; null of anything else, such as a device. */
    static @Nullable FileKey of(Path path) throws IOException {
        Map<String, Object> status = Files.readAttributes(path, "unix:mode,dev,ino,size,ctime");
        return ((Integer) get(status, "mode") & TYPE) != REGULAR
                ? null
                : new FileKey(
                        (Long) get(status, "dev"),
                        (Long) get(status, "ino"),
                        (Long) get(status, "size"),
                        ((FileTime) get(status, "ctime")).toMillis());
    }

    private static Object get(Map<String, Object> status, String name) {
        return Objects.requireNonNull(status.get(name));
    }
}
