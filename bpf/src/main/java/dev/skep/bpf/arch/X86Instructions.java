package dev.skep.bpf.arch;

/**
 * How long the instructions of x86-64 are: enough to tell where in a function one begins. Source: Intel's Software Developer's
 * Manual, volume 2, chapter 2 and appendix A.
 */
public final class X86Instructions {
    /** Bytes; the processor takes no longer ones. */
    private static final int LONGEST = 15;

    private final byte[] code;
    private int at;
    private boolean operand16;
    private boolean address32;
    private boolean wide;

    private X86Instructions(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /**
     * The length of the instruction at an index, in bytes.
     *
     * @return -1 if it is none that is known, or is not there as a whole
     */
    public static int length(byte[] code, int at) {
        X86Instructions decoder = new X86Instructions(code, at);
        boolean known = decoder.instruction();
        int length = decoder.at - at;
        return known && length <= LONGEST && decoder.at <= code.length ? length : -1;
    }

    private int next() {
        int value = at < code.length ? code[at] & 0xff : 0;
        at++;
        return value;
    }

    private int peek() {
        return at < code.length ? code[at] & 0xff : 0;
    }

    private boolean instruction() {
        int opcode = next();
        while (isPrefix(opcode) && at < code.length) {
            operand16 |= opcode == 0x66;
            address32 |= opcode == 0x67;
            opcode = next();
        }
        if ((opcode & 0xf0) == 0x40) {
            wide = (opcode & 8) != 0;
            opcode = next();
        }
        return switch (opcode) {
            case 0x0f -> escaped();
            // VEX of two and of three bytes, and EVEX: the map of opcodes stands in the byte behind.
            case 0xc5 -> vector(1, 1);
            case 0xc4 -> vector(peek() & 0x1f, 2);
            case 0x62 -> vector(peek() & 7, 3);
            default -> oneByte(opcode);
        };
    }

    /** Prefixes of the first four groups. */
    private static boolean isPrefix(int value) {
        return switch (value) {
            case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
            default -> false;
        };
    }

    /**
     * Vector instructions.
     *
     * @param rest how many bytes of the prefix there are behind its first
     */
    private boolean vector(int map, int rest) {
        at += rest;
        int opcode = next();
        return switch (map) {
            // vzeroupper has no operands.
            case 1 -> opcode == 0x77 || modRm(isImmediateOfMap1(opcode) ? 1 : 0);
            case 2, 5, 6 -> modRm(0);
            case 3 -> modRm(1);
            default -> false;
        };
    }

    /** Behind {@code 0x0f}. */
    private boolean escaped() {
        int opcode = next();
        if (opcode == 0x38) {
            at++;
            return modRm(0);
        } else if (opcode == 0x3a) {
            at++;
            return modRm(1);
        } else if ((opcode & 0xf0) == 0x80) {
            return immediate(4);
        }
        return switch (opcode) {
            case 0x05, 0x06, 0x07, 0x08, 0x09, 0x0b, 0x0e, 0x77, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa -> true;
            case 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x37 -> true;
            case 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf -> true;
            case 0x04, 0x0a, 0x0c, 0x0f, 0x36, 0x39, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f -> false;
            default -> modRm(isImmediateOfMap1(opcode) || opcode == 0xa4 || opcode == 0xac || opcode == 0xba ? 1 : 0);
        };
    }

    private static boolean isImmediateOfMap1(int opcode) {
        return switch (opcode) {
            case 0x70, 0x71, 0x72, 0x73, 0xc2, 0xc4, 0xc5, 0xc6 -> true;
            default -> false;
        };
    }

    private boolean oneByte(int opcode) {
        int operand = operand16 ? 2 : 4;
        if (opcode < 0x40) {
            return switch (opcode & 7) {
                case 0, 1, 2, 3 -> modRm(0);
                case 4 -> immediate(1);
                case 5 -> immediate(operand);
                // Of 32-bit code.
                default -> false;
            };
        }
        return switch (opcode) {
            case 0x63, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f -> modRm(0);
            case 0xd0, 0xd1, 0xd2, 0xd3, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xfe, 0xff -> modRm(0);
            case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0xc6 -> modRm(1);
            case 0x69, 0x81, 0xc7 -> modRm(operand);
            case 0xf6 -> modRm((peek() & 0x38) < 0x10 ? 1 : 0);
            case 0xf7 -> modRm((peek() & 0x38) < 0x10 ? operand : 0);
            case 0x68, 0xa9 -> immediate(operand);
            case 0xe8, 0xe9 -> immediate(4);
            case 0x6a, 0xa8, 0xcd, 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xeb -> immediate(1);
            case 0xc2, 0xca -> immediate(2);
            case 0xc8 -> immediate(3);
            case 0xa0, 0xa1, 0xa2, 0xa3 -> immediate(address32 ? 4 : 8);
            case 0x60, 0x61, 0x82, 0x9a, 0xce, 0xd4, 0xd5, 0xd6, 0xea -> false;
            default -> range(opcode, operand);
        };
    }

    private boolean range(int opcode, int operand) {
        return switch (opcode >>> 3) {
            // jcc with a distance of a byte; mov of a byte
            case 0x70 >>> 3, 0x78 >>> 3, 0xb0 >>> 3 -> immediate(1);
            case 0xb8 >>> 3 -> immediate(wide ? 8 : operand);
            // push, pop, xchg, string operations, returns, flags: one byte
            default -> true;
        };
    }

    private boolean immediate(int bytes) {
        at += bytes;
        return true;
    }

    /** A ModR/M byte, what it brings along, and an immediate operand. */
    private boolean modRm(int immediate) {
        int modRm = next();
        int mode = modRm >>> 6;
        int memory = modRm & 7;
        if (mode != 3 && memory == 4) {
            boolean noBase = mode == 0 && (next() & 7) == 5;
            at += mode == 0 ? 0 : 1;
            at += noBase ? 4 : 0;
        } else if (mode == 0 && memory == 5) {
            at += 4;
        }
        at += mode == 1 ? 1 : mode == 2 ? 4 : 0;
        return immediate(immediate);
    }
}
