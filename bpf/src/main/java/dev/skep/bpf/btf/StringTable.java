package dev.skep.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The string section of a BTF that is being written: equal strings are one. */
final class StringTable {
    private final Map<String, Integer> offsets = new HashMap<>();
    private final ByteSink bytes = new ByteSink();
    private final int first;

    /** @param first the offset of the first string: 0, or where the base's strings end */
    StringTable(int first) {
        this.first = first;
        if (first == 0) {
            bytes.zero();
        }
    }

    /** The offset of a string, which is added if it is new. */
    int offset(String string) {
        if (string.isEmpty()) {
            return 0;
        }
        Integer known = offsets.get(string);
        if (known != null) {
            return known;
        }
        if (string.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a BTF string cannot hold a NUL");
        }
        byte[] encoded = string.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > BtfImage.MAX_NAME) {
            throw new IllegalArgumentException(
                    "a BTF string has at most " + BtfImage.MAX_NAME + " bytes, not " + encoded.length);
        }
        int offset = first + bytes.size();
        bytes.bytes(encoded);
        bytes.zero();
        offsets.put(string, offset);
        return offset;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
