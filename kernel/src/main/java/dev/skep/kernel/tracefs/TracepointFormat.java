package dev.skep.kernel.tracefs;

import java.util.List;

/**
 * What a tracepoint's record holds, from its {@code format} file in tracefs.
 *
 * @param name the event's name, without its category
 * @param id the number by which perf_event_open(2) knows it
 * @param fields in the order of the file; those of every event ({@code common_type} and so on) are among them
 */
public record TracepointFormat(String name, int id, List<Field> fields) {
    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    /** How a field is stored. */
    public enum Storage {
        /** The value itself: an integer, an enum, a pointer, a struct. */
        VALUE,
        /** An array in the record. */
        ARRAY,
        /** {@code __data_loc}: a 32-bit word with the data's offset in its lower half, its length in bytes in its upper half. */
        DATA_LOC,
        /** {@code __rel_loc} (kernel 5.17): as {@link #DATA_LOC}, the offset counting from behind the word. */
        REL_LOC
    }

    /**
     * One field.
     *
     * @param type as the kernel writes it, without {@code __data_loc}, name and brackets: {@code const char *}
     * @param offset bytes from the start of the record, which is the start of a tracepoint program's context
     * @param size bytes in the record; 4 for {@link Storage#DATA_LOC} and {@link Storage#REL_LOC}
     * @param elements the number in an array's brackets, 0 where it is no number or there is none
     */
    public record Field(String type, String name, int offset, int size, boolean signed, Storage storage, int elements) {
        /** Whether every event has this field: its name begins with {@code common_}. */
        public boolean common() {
            return name.startsWith("common_");
        }
    }

    /**
     * Reads a {@code format} file.
     *
     * @throws IllegalArgumentException naming the line, if the text is no such file
     */
    public static TracepointFormat parse(String text) {
        return new FormatParser(text).parse();
    }
}
