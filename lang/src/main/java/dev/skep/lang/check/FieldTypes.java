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

    /** The type of a field, or null if the language has none for it yet. */
    static @Nullable Type of(TracepointFormat.Field field, CheckContext context) {
        String type = plain(field.type());
        return switch (field.storage()) {
            case VALUE -> value(field, type, context);
            case ARRAY -> isCharacter(type) && field.size() > 0 ? new Type.Str(field.size()) : null;
            case DATA_LOC, REL_LOC ->
                isCharacter(type) ? new Type.Str(context.limits().stringCapacity()) : null;
        };
    }

    private static @Nullable Type value(TracepointFormat.Field field, String type, CheckContext context) {
        if (type.endsWith("*")) {
            String target = type.substring(0, type.length() - 1).strip();
            return field.size() == 8
                    ? new Type.Pointer(target(target, context), context.event().addresses())
                    : null;
        }
        int bits = field.size() * 8;
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            return null;
        }
        if (type.equals("bool") && bits == 8) {
            return Type.Bool.BOOL;
        }
        Type.Int known = integer(type);
        if (known == null) {
            return Type.Int.of(bits, field.signed());
        }
        return known.bits() <= bits ? known : Type.Int.of(bits, known.signed());
    }

    /** What a pointer points to. */
    private static Type target(String type, CheckContext context) {
        Type.AddressSpace space = context.event().addresses();
        if (type.endsWith("*")) {
            return new Type.Pointer(target(type.substring(0, type.length() - 1).strip(), context), space);
        }
        int word = type.indexOf(' ');
        String keyword = word < 0 ? "" : type.substring(0, word);
        if (keyword.equals("struct") || keyword.equals("union")) {
            return context.types().struct(keyword, type.substring(word + 1).strip());
        }
        Type.Int integer = integer(type);
        return integer == null ? Type.Void.VOID : integer;
    }

    /** The integer of a C type's name, or null. */
    private static Type.@Nullable Int integer(String type) {
        return switch (type) {
            case "char", "signed char", "s8", "__s8", "int8_t" -> Type.Int.INT8;
            case "unsigned char", "u8", "__u8", "uint8_t" -> Type.Int.UINT8;
            case "short", "short int", "s16", "__s16", "int16_t" -> Type.Int.INT16;
            case "unsigned short", "unsigned short int", "u16", "__u16", "uint16_t", "__be16", "__le16" ->
                Type.Int.UINT16;
            case "int", "s32", "__s32", "int32_t", "pid_t" -> Type.Int.INT32;
            case "unsigned int",
                    "unsigned",
                    "u32",
                    "__u32",
                    "uint32_t",
                    "__be32",
                    "__le32",
                    "uid_t",
                    "gid_t",
                    "dev_t" -> Type.Int.UINT32;
            case "long", "long int", "long long", "s64", "__s64", "int64_t", "ssize_t", "loff_t" -> Type.Int.INT64;
            case "unsigned long", "unsigned long long", "u64", "__u64", "uint64_t", "size_t", "sector_t" ->
                Type.Int.UINT64;
            default -> null;
        };
    }

    private static boolean isCharacter(String type) {
        return type.equals("char");
    }

    /** Without what says nothing of the value: qualifiers, and the words for where it lies. */
    private static String plain(String type) {
        String plain = type;
        for (String word : new String[] {"const ", "volatile ", "__data_loc ", "__rel_loc ", "[]"}) {
            plain = plain.replace(word, "");
        }
        return plain.replace(" __user", "").strip();
    }
}
