package dev.skep.lang.probe;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.arch.X86Instructions;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import org.jspecify.annotations.Nullable;

/**
 * A place in a user program: {@code FUNCTION}, {@code FUNCTION+OFFSET} or {@code 0xADDRESS}, the address as the file's symbol
 * table counts.
 *
 * @param name the function and the offset in it; the address where no function is known
 * @param offset in the file, in bytes
 * @param indirect whether it is a function that only chooses another
 * @param warning what could not be checked; empty if nothing is left to doubt
 * @param problem why it cannot be probed; empty if it can
 * @param hint the way out of the problem, or empty
 */
record UserPlace(String name, long offset, boolean indirect, String warning, String problem, String hint) {

    /** Bytes; the largest ones that compilers make are smaller. */
    private static final int LONGEST_FUNCTION = 1 << 24;

    private UserPlace(String name, long offset, boolean indirect, String warning) {
        this(name, offset, indirect, warning, "", "");
    }

    /** Finds a place; null if the file has no such function. */
    static @Nullable UserPlace find(String text, UserBinary binary, boolean atReturn, Arch arch) {
        int plus = text.lastIndexOf('+');
        Long number = number(text);
        if (number != null) {
            return atAddress(number, text, binary, atReturn, arch);
        }
        UserSymbol function = binary.function(plus < 0 ? text : text.substring(0, plus));
        if (function == null) {
            return null;
        }
        Long distance = plus < 0 ? Long.valueOf(0) : number(text.substring(plus + 1));
        if (distance == null) {
            return problem(
                    "'" + text.substring(plus + 1) + "' is no offset", "it is a number of bytes, as in f+4 or f+0x10");
        }
        if (distance != 0 && Long.compareUnsigned(distance, function.size()) >= 0) {
            return problem(
                    "Offset " + text.substring(plus + 1) + " is outside of " + function.name() + ", which has "
                            + function.size() + " bytes",
                    "");
        }
        return inFunction(function, distance, binary, atReturn, arch);
    }

    private static UserPlace atAddress(long address, String text, UserBinary binary, boolean atReturn, Arch arch) {
        UserSymbol function = binary.functionAt(address);
        if (function != null) {
            return inFunction(function, address - function.address(), binary, atReturn, arch);
        }
        if (!binary.isCode(address)) {
            return problem(
                    "There is no code at address " + text + " of " + binary.path(),
                    "addresses are those of the file's symbol table, not those in a process");
        }
        return new UserPlace(
                "0x" + Long.toHexString(address),
                binary.fileOffset(address),
                false,
                "No function is known at " + text
                        + ": that an instruction begins there is not checked, and if none does,"
                        + " the traced program breaks");
    }

    private static UserPlace inFunction(
            UserSymbol function, long distance, UserBinary binary, boolean atReturn, Arch arch) {
        if (distance != 0 && atReturn) {
            return problem(
                    "uretprobe takes a function's name or the address of its entry, and " + function.name() + "+"
                            + distance + " is in the midst of it",
                    "a uprobe can be there");
        }
        long offset = binary.fileOffset(function.address() + distance);
        if (offset < 0) {
            return problem(function.name() + " has no code in " + binary.path(), "");
        }
        if (distance == 0) {
            return new UserPlace(function.name(), offset, function.indirect(), "");
        }
        String name = function.name() + "+" + distance;
        long start = start(function, distance, binary, arch);
        if (start == distance) {
            return new UserPlace(name, offset, false, "");
        } else if (start >= 0) {
            return problem(
                    "No instruction begins at " + name
                            + ": it is in the midst of one, and the traced program would break",
                    "the instruction begins at " + function.name() + "+" + start);
        }
        return new UserPlace(
                name,
                offset,
                false,
                "That an instruction begins at " + name
                        + " is not checked, and if none does, the traced program breaks");
    }

    /** Where the instruction begins that a byte of a function is in, counted from the function's entry; -1 if it is not known. */
    private static long start(UserSymbol function, long distance, UserBinary binary, Arch arch) {
        if (arch == Arch.AARCH64) {
            return distance & -4;
        }
        if (distance > LONGEST_FUNCTION || !binary.is64Bit()) {
            return -1;
        }
        byte[] code = binary.bytes(function.address(), (int) distance + 16);
        int at = 0;
        while (at < code.length) {
            int length = X86Instructions.length(code, at);
            if (length < 0) {
                return -1;
            }
            if (at + length > distance) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static UserPlace problem(String problem, String hint) {
        return new UserPlace("", -1, false, "", problem, hint);
    }

    /** A number, in hexadecimal behind {@code 0x}; null if it is none. */
    private static @Nullable Long number(String text) {
        if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
            return null;
        }
        try {
            boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
            return hexadecimal ? Long.parseUnsignedLong(text, 2, text.length(), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
