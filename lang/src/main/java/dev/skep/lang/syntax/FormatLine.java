package dev.skep.lang.syntax;

import java.util.ArrayList;
import java.util.List;

/** A line that is being put together. One that gets too long is broken where it nests least. */
final class FormatLine {
    /** Lines are broken to fit this many characters, where they can be. */
    private static final int WIDTH = 100;
    /** How many levels the rest of a broken line is indented. */
    private static final int CONTINUATION = 2;

    private record Part(String text, boolean space, boolean breakable, int depth) {}

    private final StringBuilder out;
    private final List<Part> parts = new ArrayList<>();
    private int indent;

    FormatLine(StringBuilder out) {
        this.out = out;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Begins a line; the one before has been ended. */
    void begin(int levels, boolean continued) {
        indent = levels + (continued ? CONTINUATION : 0);
    }

    /**
     * Appends a part.
     *
     * @param space whether a space stands in front of it, if the line does not begin with it
     * @param breakable whether the line may be broken in front of it
     * @param depth how many brackets are open around it
     */
    void add(String text, boolean space, boolean breakable, int depth) {
        parts.add(new Part(text, space, breakable, depth));
    }

    /** Writes the line. */
    void end() {
        if (parts.isEmpty()) {
            return;
        }
        int from = 0;
        int levels = indent;
        while (from < parts.size()) {
            int to = breakAfter(from, levels);
            indentation(levels);
            for (int i = from; i < to; i++) {
                Part part = parts.get(i);
                out.append(i > from && part.space() ? " " : "").append(part.text());
            }
            out.append('\n');
            levels = from == 0 ? levels + CONTINUATION : levels;
            from = to;
        }
        parts.clear();
    }

    /** The part that the next line begins with: the last one that fits, of those that nest least. */
    private int breakAfter(int from, int levels) {
        int width = levels * 2;
        int best = -1;
        for (int i = from; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.text().indexOf('\n') >= 0) {
                // A comment of several lines: it is what it is.
                return parts.size();
            }
            if (i > from
                    && part.breakable()
                    && (best < 0 || part.depth() <= parts.get(best).depth())) {
                best = i;
            }
            width += part.text().length() + (i > from && part.space() ? 1 : 0);
            if (width > WIDTH && best > 0) {
                return best;
            }
        }
        return parts.size();
    }

    private void indentation(int levels) {
        for (int i = 0; i < levels; i++) {
            out.append("  ");
        }
    }
}
