package dev.skep.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of this machine's users, from {@code /etc/passwd}; read when the first is asked for. */
final class Users {
    private final Path file;
    private @Nullable Map<Long, String> names;

    Users() {
        this(Path.of("/etc/passwd"));
    }

    Users(Path file) {
        this.file = file;
    }

    /** The name of a user id, or the id itself if no user has it. */
    String name(long uid) {
        if (names == null) {
            names = read();
        }
        String name = names.get(uid);
        return name == null ? Long.toUnsignedString(uid) : name;
    }

    /** The first line of an id counts, as for the C library. Lines that are none of users mean nothing. */
    private Map<Long, String> read() {
        Map<Long, String> found = new HashMap<>();
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String[] fields = line.split(":", -1);
                Long uid = fields.length > 2 ? number(fields[2]) : null;
                if (uid != null && !fields[0].isEmpty()) {
                    found.putIfAbsent(uid, fields[0]);
                }
            }
        } catch (IOException e) {
            // A machine without the file has no names: ids say who it was.
            return found;
        }
        return found;
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
