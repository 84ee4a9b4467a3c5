package dev.skep.bpf.btf;

import org.jspecify.annotations.Nullable;

/** Steps through the text of a field path: names joined by dots, with any number of {@code [index]} before and
 * behind each. */
final class FieldPath {
    private final String text;
    private int at;
    private @Nullable String name;
    private int index;

    FieldPath(String text) {
        this.text = text;
        if (text.isEmpty()) {
            throw wrong();
        }
    }

    /** Goes to the next step; false at the end. */
    boolean next() {
        if (at == text.length()) {
            return false;
        }
        if (text.charAt(at) == '[') {
            readIndex();
            return true;
        }
        if (at > 0) {
            if (text.charAt(at) != '.') {
                throw wrong();
            }
            at++;
        }
        readName();
        return true;
    }

    /** The step's name, or null if the step is an index. */
    @Nullable
    String name() {
        return name;
    }

    /** The step's index. */
    int index() {
        return index;
    }

    private void readName() {
        int from = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[' && text.charAt(at) != ']') {
            at++;
        }
        if (at == from) {
            throw wrong();
        }
        name = text.substring(from, at);
    }

    private void readIndex() {
        int close = text.indexOf(']', at);
        // Nine digits are an int, and more than any array has.
        if (close - at < 2 || close - at > 10) {
            throw wrong();
        }
        int number = 0;
        for (int i = at + 1; i < close; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw wrong();
            }
            number = number * 10 + digit;
        }
        name = null;
        index = number;
        at = close + 1;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not a field path: '" + text + "'; write a.b or a.b[0]");
    }
}
