package dev.skep.lang.check;

import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The types of event fields, from how the kernel describes them. Where a C type of a known width lies in a wider field it
 * decides: system calls' arguments are 64 bits wide, but of an {@code int} the upper half is what the caller left there.
 */
final class FieldTypes {
    private FieldTypes() {}

    /** The type of a field, or null if the language has none for it. */
    static @Nullable Type of(TracepointFormat.Field field, CheckContext context) {
        String type = plain(field.type());
        return switch (field.storage()) {
            case VALUE -> value(field, type, context);
            case ARRAY -> array(field, type, context);
            case DATA_LOC, REL_LOC ->
                type.equals("char") ? new Type.Str(context.limits().stringCapacity()) : null;
        };
    }

    private static @Nullable Type value(TracepointFormat.Field field, String type, CheckContext context) {
        if (type.endsWith("*")) {
            return field.size() == 8 ? pointer(type, context) : null;
        }
        int bits = field.size() * 8;
        boolean number = bits == 8 || bits == 16 || bits == 32 || bits == 64;
        if (type.equals("bool") && bits == 8) {
            return Type.Bool.BOOL;
        }
        Type.Int integer = CTypes.integer(type);
        if (integer != null && number) {
            return integer.bits() <= bits ? integer : Type.Int.of(bits, integer.signed());
        }
        Type known = type.startsWith("enum ") || !number ? CTypes.named(type, context.types()) : null;
        if (known != null && known.size() == field.size()) {
            return known;
        }
        return number ? Type.Int.of(bits, field.signed()) : null;
    }

    /** Values in a row in the record; of {@code char} they are a string. */
    private static @Nullable Type array(TracepointFormat.Field field, String type, CheckContext context) {
        if (field.size() <= 0) {
            return null;
        }
        if (type.equals("char")) {
            return new Type.Str(field.size());
        }
        Type element = type.endsWith("*") ? pointer(type, context) : CTypes.named(type, context.types());
        if (element == null || element.size() <= 0 || field.size() % element.size() != 0) {
            return null;
        }
        return new Type.Array(element, field.size() / element.size());
    }

    /** What an asterisk at the end of a type makes of it. */
    private static Type.Pointer pointer(String type, CheckContext context) {
        String target = type.substring(0, type.length() - 1).strip();
        Type known = target.endsWith("*") ? pointer(target, context) : CTypes.named(target, context.types());
        return new Type.Pointer(
                known == null ? Type.Void.VOID : known, context.event().addresses());
    }

    /** Without what says nothing of the value: qualifiers, and the words for where it lies. */
    private static String plain(String type) {
        String plain = type;
        for (String word : new String[] {"const ", "volatile ", "__data_loc ", "__rel_loc ", "[]"}) {
            plain = plain.replace(word, "");
        }
        return plain.replace(" __user", "")
                .replace("*const", "*")
                .replace("* const", "*")
                .strip();
    }
}
