package dev.skep.symbols.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of {@code /proc/PID/maps}: {@code 7f5ad12d4000-7f5ad13f4000 r-xp 0001f000 08:01 396361
 * /usr/lib/libc.so.6}. Only what may be executed is kept. Lines that read otherwise are left out.
 */
final class MapsParser {
    /** A process has at most {@code vm.max_map_count} mappings, 65,530 unless it was raised. */
    private static final int MOST = 1 << 16;

    private static final String DELETED = " (deleted)";
    private static final int EXECUTE = 2;

    private final byte[] text;
    private int at;

    private MapsParser(byte[] text) {
        this.text = text;
    }

    /** The executable mappings in the text's order, which is that of their addresses; no more than 65,536. */
    static List<Mapping> parse(byte[] text) {
        MapsParser parser = new MapsParser(text);
        List<Mapping> mappings = new ArrayList<>();
        while (parser.at < text.length && mappings.size() < MOST) {
            int end = parser.lineEnd();
            Mapping mapping = parser.line(end);
            if (mapping != null) {
                mappings.add(mapping);
            }
            parser.at = end + 1;
        }
        return mappings;
    }

    private int lineEnd() {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private @Nullable Mapping line(int end) {
        int start = at;
        long from = hex(end);
        if (at == start || !skip('-', end)) {
            return null;
        }
        long to = hex(end);
        if (!skip(' ', end) || end - at < 5 || text[at + EXECUTE] != 'x' || Long.compareUnsigned(from, to) >= 0) {
            return null;
        }
        at += 4;
        if (!skip(' ', end)) {
            return null;
        }
        long offset = hex(end);
        if (!skip(' ', end) || !skipWord(end) || !skipWord(end)) { // the device and the inode
            return null;
        }
        while (at < end && text[at] == ' ') {
            at++;
        }
        String path = path(end);
        boolean deleted = path.endsWith(DELETED);
        return new Mapping(
                from, to, offset, deleted ? path.substring(0, path.length() - DELETED.length()) : path, deleted);
    }

    private long hex(int end) {
        long value = 0;
        for (int digit; at < end && (digit = Character.digit(text[at], 16)) >= 0; at++) {
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean skip(char c, int end) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Goes behind what stands here up to a space or the line's end. */
    private boolean skipWord(int end) {
        int start = at;
        while (at < end && text[at] != ' ') {
            at++;
        }
        boolean word = at > start;
        if (at < end) {
            at++;
        }
        return word;
    }

    /** The path, in which the kernel writes a newline as {@code \012}. */
    private String path(int end) {
        String path = new String(text, at, end - at, StandardCharsets.UTF_8);
        return path.indexOf('\\') < 0 ? path : path.replace("\\012", "\n");
    }
}
