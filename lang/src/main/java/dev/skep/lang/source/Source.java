package dev.skep.lang.source;

import java.util.Arrays;

/** A source text with a name: {@code stdin} for {@code -e}, else the file's path. Lines are found lazily. */
public final class Source {
    private final String name;
    private final String text;
    private int[] lineStarts = {};

    public Source(String name, String text) {
        this.name = name;
        this.text = text;
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** The line of an offset, counted from 1. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column of an offset, counted from 1, in characters. */
    public int column(int offset) {
        return offset - lineStarts()[line(offset) - 1] + 1;
    }

    /** The text of a line, counted from 1, without its line break. */
    public String lineText(int line) {
        int start = lineStarts()[line - 1];
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private int[] lineStarts() {
        if (lineStarts.length == 0) {
            int[] starts = new int[16];
            int count = 1;
            for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = at + 1;
            }
            lineStarts = Arrays.copyOf(starts, count);
        }
        return lineStarts;
    }
}
