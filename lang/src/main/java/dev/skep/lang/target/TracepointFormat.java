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
     * @param elements how many values of the type there are: 1 where it is no array, 0 where the format does not say
     */
    public record Field(String name, String type, int offset, int size, boolean signed, Storage storage, int elements) {
        /** A field that is no array, or an array whose format does not say how long it is. */
        public Field(String name, String type, int offset, int size, boolean signed, Storage storage) {
            this(name, type, offset, size, signed, storage, storage == Storage.VALUE ? 1 : 0);
        }

        /** Whether every tracepoint has this field: its name begins with {@code common_}. */
        public boolean isCommon() {
            return name.startsWith("common_");
        }

        /** The field as a declaration, as the kernel writes it: {@code __data_loc char[] filename}. */
        public String declaration() {
            String bounds =
                    storage == Storage.VALUE || elements == 1 ? "" : elements == 0 ? "[]" : "[" + elements + "]";
            return switch (storage) {
                case VALUE, ARRAY -> type + " " + name + bounds;
                case DATA_LOC -> "__data_loc " + type + bounds + " " + name;
                case REL_LOC -> "__rel_loc " + type + bounds + " " + name;
            };
        }
    }
}
