package dev.skep.kernel.tracefs;

import dev.skep.kernel.tracefs.TracepointFormat.Field;
import dev.skep.kernel.tracefs.TracepointFormat.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses tracefs's {@code format} files:
 *
 * <pre>
 * name: sched_wakeup
 * ID: 318
 * format:
 * 	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
 * 	field:__data_loc char[] comm;	offset:8;	size:4;	signed:0;
 *
 * print fmt: ...
 * </pre>
 */
final class FormatParser {
    private static final String DATA_LOC = "__data_loc ";
    private static final String REL_LOC = "__rel_loc ";

    private final String text;
    private final List<Field> fields = new ArrayList<>();
    private String name = "";
    private int id = -1;

    FormatParser(String text) {
        this.text = text;
    }

    TracepointFormat parse() {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (text.startsWith("print fmt:", start)) {
                break;
            }
            line(text.substring(start, end).strip());
            start = end + 1;
        }
        if (name.isEmpty() || id < 0 || fields.isEmpty()) {
            throw new IllegalArgumentException("a tracepoint format needs lines 'name:', 'ID:' and 'field:'");
        }
        return new TracepointFormat(name, id, fields);
    }

    private void line(String line) {
        if (line.startsWith("name:")) {
            name = line.substring(5).strip();
        } else if (line.startsWith("ID:")) {
            id = number(line, line.substring(3).strip());
        } else if (line.startsWith("field:")) {
            fields.add(field(line));
        }
    }

    /** {@code field:DECLARATION; offset:N; size:N; signed:N;} */
    private static Field field(String line) {
        int end = line.indexOf(';');
        if (end < 0) {
            throw malformed(line);
        }
        String declaration = line.substring(6, end).strip();
        int offset = attribute(line, end, "offset:");
        int size = attribute(line, end, "size:");
        boolean signed = attribute(line, end, "signed:") != 0;
        Storage storage = Storage.VALUE;
        if (declaration.startsWith(DATA_LOC)) {
            storage = Storage.DATA_LOC;
            declaration = declaration.substring(DATA_LOC.length());
        } else if (declaration.startsWith(REL_LOC)) {
            storage = Storage.REL_LOC;
            declaration = declaration.substring(REL_LOC.length());
        }
        int nameEnd = declaration.length();
        int elements = 0;
        if (declaration.endsWith("]")) {
            // char comm[16]: the bounds stand behind the name.
            nameEnd = declaration.indexOf('[');
            if (nameEnd < 0) {
                throw malformed(line);
            }
            elements = elements(declaration.substring(nameEnd + 1, declaration.length() - 1));
            storage = storage == Storage.VALUE ? Storage.ARRAY : storage;
        }
        int nameStart = nameEnd;
        while (nameStart > 0 && identifier(declaration.charAt(nameStart - 1))) {
            nameStart--;
        }
        String type = declaration.substring(0, nameStart).strip();
        if (type.endsWith("]")) {
            // __data_loc char[] comm: the bounds stand before it.
            int bracket = type.indexOf('[');
            type = bracket < 0 ? type : type.substring(0, bracket).strip();
            storage = storage == Storage.VALUE ? Storage.ARRAY : storage;
        }
        if (nameStart == nameEnd || type.isEmpty()) {
            throw malformed(line);
        }
        return new Field(type, declaration.substring(nameStart, nameEnd), offset, size, signed, storage, elements);
    }

    private static boolean identifier(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** An array's bounds are a number, or now and then an expression that the kernel did not evaluate. */
    private static int elements(String bounds) {
        int value = 0;
        for (int i = 0; i < bounds.length(); i++) {
            char c = bounds.charAt(i);
            if (c < '0' || c > '9' || i > 8) {
                return 0;
            }
            value = 10 * value + (c - '0');
        }
        return value;
    }

    private static int attribute(String line, int from, String key) {
        int start = line.indexOf(key, from);
        int end = start < 0 ? -1 : line.indexOf(';', start);
        if (end < 0) {
            throw malformed(line);
        }
        return number(line, line.substring(start + key.length(), end).strip());
    }

    private static int number(String line, String digits) {
        int value = 0;
        if (digits.isEmpty() || digits.length() > 9) {
            throw malformed(line);
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed(line);
            }
            value = 10 * value + (c - '0');
        }
        return value;
    }

    private static IllegalArgumentException malformed(String line) {
        return new IllegalArgumentException("malformed line in a tracepoint format: '" + line + "'");
    }
}
