package dev.skep.symbols.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text of {@code /proc/kallsyms}, a symbol in each line: {@code ffffffff81000000 T _text} or, with a TAB,
 * {@code ffffffffc0201000 t xfs_open<TAB>[xfs]}. Lines that read otherwise are left out and counted.
 */
final class KallsymsParser {
    /** Enough for a kernel without modules. */
    private static final int FIRST_SYMBOLS = 1 << 17;

    private static final int FIRST_NAME_BYTES = 3 << 20;

    /** Five times what the largest kernels have: what is longer is no kallsyms. */
    private static final int MAX_SYMBOLS = 1 << 20;

    private static final int MAX_NAME_BYTES = 32 << 20;
    private static final long MAX_BYTES = 128L << 20;
    private static final int MAX_MODULES = 10_000;

    /** A line of the kernel's is at most 16 digits, a name of 512 bytes, and a module's name of 56. */
    private static final int BUFFER_SIZE = 64 * 1024;

    private static final int MAX_NAME = 4096;

    private static final int MAX_DIGITS = 16;
    /** The value of each hexadecimal digit, and -1 for other bytes. */
    private static final byte[] DIGITS = digits();

    private long[] addresses = new long[FIRST_SYMBOLS];
    private int[] nameStarts = new int[FIRST_SYMBOLS];
    private byte[] types = new byte[FIRST_SYMBOLS];
    private char[] modules = new char[FIRST_SYMBOLS];
    private byte[] names = new byte[FIRST_NAME_BYTES];
    private int size;
    private int nameBytes;
    private int malformedLines;

    private final List<String> moduleNames = new ArrayList<>(List.of(""));
    private final Map<String, Character> moduleNumbers = new HashMap<>();

    /** The last module as it stands in the text, with its newline: modules' symbols stand together. */
    private byte[] lastModule = {'\n'};

    private int lastModuleNumber;

    private KallsymsParser() {}

    /**
     * Reads to the end of the stream, which stays open.
     *
     * @throws IOException if reading fails, or if there is more than any kernel has
     */
    static KallsymsIndex parse(InputStream in) throws IOException {
        KallsymsParser parser = new KallsymsParser();
        parser.read(in);
        return parser.index();
    }

    private void read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        int filled = 0;
        long total = 0;
        boolean tooLong = false;
        for (int read; (read = in.read(buffer, filled, buffer.length - filled)) >= 0; ) {
            total += read;
            if (total > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes: no kallsyms");
            }
            filled += read;
            int start = tooLong ? afterFirstNewline(buffer, filled) : 0;
            int end = afterLastNewline(buffer, start, filled);
            tooLong &= end == 0;
            parse(buffer, start, end);
            filled -= end;
            System.arraycopy(buffer, end, buffer, 0, filled);
            if (tooLong || filled == buffer.length) {
                // No symbol's line is as long as the buffer: drop it up to its end, and count it once.
                malformedLines += tooLong ? 0 : 1;
                tooLong = true;
                filled = 0;
            }
        }
        if (filled > 0) {
            buffer[filled] = '\n';
            parse(buffer, 0, filled + 1);
        }
    }

    private static int afterFirstNewline(byte[] text, int end) {
        for (int i = 0; i < end; i++) {
            if (text[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static int afterLastNewline(byte[] text, int start, int end) {
        int after = end;
        while (after > start && text[after - 1] != '\n') {
            after--;
        }
        return after;
    }

    /** Reads whole lines. */
    private void parse(byte[] text, int start, int end) throws IOException {
        int at = start;
        while (at < end) {
            int next = line(text, at);
            if (next < 0) {
                malformedLines++;
                next = at;
                while (text[next++] != '\n') {}
            }
            at = next;
        }
    }

    /** Reads one line, and says where the next begins; -1 if it is malformed. */
    private int line(byte[] text, int from) throws IOException {
        long address = 0;
        int at = from;
        for (int digit; (digit = DIGITS[text[at] & 0xff]) >= 0; at++) {
            address = address << 4 | digit;
        }
        // Stops at the first newline at the latest: no byte behind it is looked at.
        if (at == from || at - from > MAX_DIGITS || text[at] != ' ' || !isLetter(text[at + 1]) || text[at + 2] != ' ') {
            return -1;
        }
        byte type = text[at + 1];
        int name = at + 3;
        int nameEnd = name;
        while ((text[nameEnd] & 0xff) > ' ') {
            nameEnd++;
        }
        if (nameEnd == name || nameEnd - name > MAX_NAME) {
            return -1;
        }
        int next = nameEnd + 1;
        int module = 0;
        if (text[nameEnd] != '\n') {
            next = endOfModule(text, nameEnd);
            if (next < 0) {
                return -1;
            }
            module = lastModuleNumber;
        }
        add(address, type, module);
        addName(text, name, nameEnd);
        return next;
    }

    /** Reads {@code <TAB>[name]} into {@link #lastModuleNumber}, and says where the next line begins; or -1. */
    private int endOfModule(byte[] text, int from) {
        int known = from + lastModule.length;
        if (known <= text.length && Arrays.equals(text, from, known, lastModule, 0, lastModule.length)) {
            return known;
        }
        int end = from;
        while (text[end] != '\n') {
            end++;
        }
        if (end - from < 4 || text[from] != '\t' || text[from + 1] != '[' || text[end - 1] != ']') {
            return -1;
        }
        int number = moduleNumber(new String(text, from + 2, end - from - 3, StandardCharsets.UTF_8));
        if (number < 0) {
            return -1;
        }
        lastModule = Arrays.copyOfRange(text, from, end + 1);
        lastModuleNumber = number;
        return end + 1;
    }

    private int moduleNumber(String name) {
        Character known = moduleNumbers.get(name);
        if (known != null) {
            return known;
        }
        if (moduleNames.size() == MAX_MODULES) {
            return -1;
        }
        moduleNumbers.put(name, (char) moduleNames.size());
        moduleNames.add(name);
        return moduleNames.size() - 1;
    }

    private void add(long address, byte type, int module) throws IOException {
        if (size == addresses.length) {
            int larger = larger(size, size + 1, MAX_SYMBOLS, "symbols");
            addresses = Arrays.copyOf(addresses, larger);
            nameStarts = Arrays.copyOf(nameStarts, larger);
            types = Arrays.copyOf(types, larger);
            modules = Arrays.copyOf(modules, larger);
        }
        addresses[size] = address;
        nameStarts[size] = nameBytes;
        types[size] = type;
        modules[size] = (char) module;
        size++;
    }

    private void addName(byte[] text, int from, int to) throws IOException {
        int length = to - from;
        if (nameBytes + length >= names.length) {
            names = Arrays.copyOf(
                    names, larger(names.length, nameBytes + length + 1, MAX_NAME_BYTES, "bytes of names"));
        }
        System.arraycopy(text, from, names, nameBytes, length);
        nameBytes += length;
        names[nameBytes++] = KallsymsIndex.NAME_END;
    }

    private static int larger(int now, int needed, int limit, String what) throws IOException {
        if (needed > limit) {
            throw new IOException("more than " + limit + " " + what + ": no kallsyms");
        }
        return Math.clamp(now * 2L, needed, limit);
    }

    private KallsymsIndex index() {
        return new KallsymsIndex(
                Arrays.copyOf(addresses, size),
                Arrays.copyOf(nameStarts, size),
                Arrays.copyOf(types, size),
                Arrays.copyOf(modules, size),
                Arrays.copyOf(names, nameBytes),
                List.copyOf(moduleNames),
                malformedLines);
    }

    private static boolean isLetter(byte type) {
        return (type >= 'a' && type <= 'z') || (type >= 'A' && type <= 'Z');
    }

    private static byte[] digits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < 10; i++) {
            digits['0' + i] = (byte) i;
        }
        for (int i = 0; i < 6; i++) {
            digits['a' + i] = (byte) (10 + i);
            digits['A' + i] = (byte) (10 + i);
        }
        return digits;
    }
}
