package dev.skep.lang.target;

import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code format} files of tracefs, of which it takes the lines
 *
 * <pre>
 * 	field:const char * filename;	offset:24;	size:8;	signed:0;
 * 	field:__data_loc char[] name;	offset:8;	size:4;	signed:0;
 * </pre>
 *
 * Source: {@code Documentation/trace/events.rst}, and {@code kernel/trace/trace_events.c} for what stands in a line.
 */
public final class TracepointFormatParser {
    private static final String FIELD = "field:";
    private static final String DATA_LOC = "__data_loc ";
    private static final String REL_LOC = "__rel_loc ";

    private TracepointFormatParser() {}

    /**
     * The fields of a format.
     *
     * @throws IllegalArgumentException naming the line, if a field's line is malformed
     */
    public static TracepointFormat parse(String text) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        // Behind the fields stands how the kernel prints them: long, and of no interest here.
        while (start < text.length() && !text.startsWith("print fmt:", start)) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            String line = text.substring(start, end).strip();
            if (line.startsWith(FIELD)) {
                fields.add(field(line));
            }
            start = end + 1;
        }
        return new TracepointFormat(fields);
    }

    /** Writes a format as the lines that {@link #parse} reads. */
    public static String print(TracepointFormat format) {
        StringBuilder out = new StringBuilder();
        for (Field field : format.fields()) {
            out.append('\t').append(FIELD).append(field.declaration());
            out.append(";\toffset:").append(field.offset());
            out.append(";\tsize:").append(field.size());
            out.append(";\tsigned:").append(field.signed() ? 1 : 0).append(";\n");
        }
        return out.toString();
    }

    private static Field field(String line) {
        int end = line.indexOf(';');
        if (end < 0) {
            throw malformed(line);
        }
        String declaration = line.substring(FIELD.length(), end).strip();
        Storage storage = Storage.VALUE;
        if (declaration.startsWith(DATA_LOC)) {
            storage = Storage.DATA_LOC;
            declaration = declaration.substring(DATA_LOC.length());
        } else if (declaration.startsWith(REL_LOC)) {
            storage = Storage.REL_LOC;
            declaration = declaration.substring(REL_LOC.length());
        }
        int elements = 1;
        // The bounds stand behind the name in an array, in front of it in data that lies elsewhere.
        int open = declaration.lastIndexOf('[');
        int close = declaration.lastIndexOf(']');
        if (open >= 0 && close > open) {
            elements = elements(declaration.substring(open + 1, close));
            declaration = declaration.substring(0, open) + declaration.substring(close + 1);
            storage = storage == Storage.VALUE ? Storage.ARRAY : storage;
        }
        declaration = declaration.strip();
        int name = declaration.length();
        while (name > 0 && isNamePart(declaration.charAt(name - 1))) {
            name--;
        }
        String type = declaration.substring(0, name).strip();
        if (type.isEmpty() || name == declaration.length()) {
            throw malformed(line);
        }
        return new Field(
                declaration.substring(name),
                type,
                attribute(line, end, "offset:"),
                attribute(line, end, "size:"),
                attribute(line, end, "signed:") != 0,
                storage,
                elements);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** Bounds are a number, or nothing, or now and then an expression that the kernel did not evaluate. */
    private static int elements(String bounds) {
        int value = 0;
        for (int i = 0; i < bounds.length(); i++) {
            char c = bounds.charAt(i);
            if (c < '0' || c > '9' || i > 7) {
                return 0;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static int attribute(String line, int from, String key) {
        int start = line.indexOf(key, from);
        int end = start < 0 ? -1 : line.indexOf(';', start);
        int value = 0;
        for (int i = start + key.length(); i < end; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9' || value > 99_999_999) {
                throw malformed(line);
            }
            value = value * 10 + c - '0';
        }
        if (end <= start + key.length()) {
            throw malformed(line);
        }
        return value;
    }

    private static IllegalArgumentException malformed(String line) {
        return new IllegalArgumentException("malformed line in a tracepoint's format: '" + line + "'");
    }
}
