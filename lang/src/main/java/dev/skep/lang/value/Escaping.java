package dev.skep.lang.value;

/**
 * What becomes of text that comes from the traced system, and so from anybody: a command name may hold the sequence
 * that retitles a terminal. The script's own text is never touched.
 */
public enum Escaping {
    /** The bytes as they are: for files and pipes. */
    NONE {
        @Override
        public void append(TextBuffer out, byte[] text, int from, int to) {
            out.append(text, from, to);
        }
    },

    /**
     * For terminals: control characters (C0, DEL, and C1 as UTF-8 writes it), the characters that reorder or break a
     * line (bidirectional controls, U+2028, U+2029) and bytes that are not UTF-8 become {@code \xNN}, byte for byte; all
     * other text stays. Sources: ECMA-48 (C0, C1), RFC 3629 (UTF-8), UAX #9 (bidirectional controls).
     */
    TERMINAL {
        @Override
        public void append(TextBuffer out, byte[] text, int from, int to) {
            int plain = from;
            int at = from;
            while (at < to) {
                int size = text[at] >= ' ' && text[at] != 0x7f ? 1 : text[at] < 0 ? sequence(text, at, to) : 0;
                if (size == 0) {
                    out.append(text, plain, at).escape(text[at]);
                    plain = at + 1;
                    at++;
                } else {
                    at += size;
                }
            }
            out.append(text, plain, to);
        }
    },

    /**
     * For the inside of a JSON string: what JSON forbids there is escaped, and all that {@link #TERMINAL} escapes, so that
     * it does no harm to who looks at it; a byte that is not UTF-8 becomes U+FFFD. Source: RFC 8259, sections 7 and 8.1.
     */
    JSON {
        @Override
        public void append(TextBuffer out, byte[] text, int from, int to) {
            int plain = from;
            int at = from;
            while (at < to) {
                int b = text[at];
                int size = b < 0 ? sequence(text, at, to) : b < ' ' || b == 0x7f || b == '"' || b == '\\' ? 0 : 1;
                if (size == 0) {
                    out.append(text, plain, at);
                    int length = b < 0 ? wellFormed(text, at, to) : 1;
                    json(out, length == 0 ? REPLACEMENT : point(text, at, length));
                    at += Math.max(1, length);
                    plain = at;
                } else {
                    at += size;
                }
            }
            out.append(text, plain, to);
        }
    };

    private static final int REPLACEMENT = 0xfffd;

    /** Appends the bytes from {@code from} up to {@code to}, which the traced system chose. */
    public abstract void append(TextBuffer out, byte[] text, int from, int to);

    /** The length of the well-formed, printable UTF-8 sequence of more than one byte at {@code at}; 0 if there is none. */
    private static int sequence(byte[] text, int at, int to) {
        int size = wellFormed(text, at, to);
        int point = size == 0 ? 0 : point(text, at, size);
        boolean control = point < 0xa0 || (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
        return control ? 0 : size;
    }

    /** The length of the well-formed UTF-8 sequence of more than one byte at {@code at}; 0 if there is none. */
    private static int wellFormed(byte[] text, int at, int to) {
        int first = text[at] & 0xff;
        int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + size > to) {
            return 0;
        }
        for (int i = 1; i < size; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int point = point(text, at, size);
        boolean shortest = point >= (size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000);
        boolean surrogate = point >= 0xd800 && point <= 0xdfff;
        return shortest && !surrogate && point <= 0x10ffff ? size : 0;
    }

    /** The character of a well-formed sequence. */
    private static int point(byte[] text, int at, int size) {
        if (size == 1) {
            return text[at];
        }
        int point = text[at] & (0x7f >> size);
        for (int i = 1; i < size; i++) {
            point = (point << 6) | (text[at + i] & 0x3f);
        }
        return point;
    }

    /** Appends a character below U+10000 as JSON's shortest escape. */
    private static void json(TextBuffer out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.digits((point >> shift) & 15, 4, false);
                }
            }
        }
    }
}
