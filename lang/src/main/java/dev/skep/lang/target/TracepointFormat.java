package dev.skep.lang.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tracepoint's program finds in its context.
 *
 * @param fields in order of offset; the {@code common_} ones are among them
 */
public record TracepointFormat(List<Field> fields) {
    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    /** The field of a name, or null. */
    public @Nullable Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** How a field is stored. */
    public enum Storage {
        /** The value itself: an integer, an enum, a pointer. */
        VALUE,
        /** An array in the record; of {@code char} it is a string. */
        ARRAY,
        /** {@code __data_loc}: a 32-bit word, offset in the record in its lower half, length in its upper half. */
        DATA_LOC,
        /** {@code __rel_loc}: as {@link #DATA_LOC}, the offset counting from behind the word. */
        REL_LOC
    }

    /**
     * One field.
     *
     * @param type as the kernel writes it, without name and array bounds: {@code const char *}
     * @param offset bytes from the start of the context
     * @param size bytes in the record
     */
    public record Field(String name, String type, int offset, int size, boolean signed, Storage storage) {}
}
