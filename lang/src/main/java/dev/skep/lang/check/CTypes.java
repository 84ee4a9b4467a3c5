package dev.skep.lang.check;

import dev.skep.lang.type.KernelTypes;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/** C's names of types, as the kernel writes them in its tracepoints' formats and users in casts. */
final class CTypes {
    private CTypes() {}

    /** The integer of a C type's name on a 64-bit machine, or null. */
    static Type.@Nullable Int integer(String name) {
        return switch (name) {
            case "char", "signed char", "s8", "__s8", "int8_t" -> Type.Int.INT8;
            case "unsigned char", "u8", "__u8", "uint8_t" -> Type.Int.UINT8;
            case "short", "short int", "signed short", "s16", "__s16", "int16_t" -> Type.Int.INT16;
            case "unsigned short", "unsigned short int", "u16", "__u16", "uint16_t", "__be16", "__le16", "umode_t" ->
                Type.Int.UINT16;
            case "int", "signed int", "signed", "s32", "__s32", "int32_t", "pid_t" -> Type.Int.INT32;
            case "unsigned int",
                    "unsigned",
                    "u32",
                    "__u32",
                    "uint32_t",
                    "__be32",
                    "__le32",
                    "uid_t",
                    "gid_t",
                    "dev_t",
                    "gfp_t" -> Type.Int.UINT32;
            case "long",
                    "long int",
                    "signed long",
                    "long long",
                    "long long int",
                    "s64",
                    "__s64",
                    "int64_t",
                    "ssize_t",
                    "loff_t",
                    "off_t",
                    "intptr_t" -> Type.Int.INT64;
            case "unsigned long",
                    "unsigned long int",
                    "long unsigned int",
                    "unsigned long long",
                    "unsigned long long int",
                    "long long unsigned int",
                    "u64",
                    "__u64",
                    "uint64_t",
                    "__be64",
                    "__le64",
                    "size_t",
                    "sector_t",
                    "uintptr_t" -> Type.Int.UINT64;
            default -> null;
        };
    }

    /** The type of any C type's name without its pointers: {@code enum pid_type}, {@code kuid_t}; or null. */
    static @Nullable Type named(String name, KernelTypes types) {
        if (name.equals("void")) {
            return Type.Void.VOID;
        }
        if (name.equals("bool") || name.equals("_Bool")) {
            return Type.Bool.BOOL;
        }
        Type.Int integer = integer(name);
        if (integer != null) {
            return integer;
        }
        int word = name.indexOf(' ');
        if (word < 0) {
            return types.find("typedef", name);
        }
        String keyword = name.substring(0, word);
        String rest = name.substring(word + 1).strip();
        return switch (keyword) {
            case "struct", "union" -> types.struct(keyword, rest);
            case "enum" -> types.find(keyword, rest);
            default -> null;
        };
    }
}
