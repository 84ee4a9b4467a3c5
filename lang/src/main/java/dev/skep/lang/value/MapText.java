package dev.skep.lang.value;

import java.util.List;

/** The text of a map as the language prints it: a line for each entry, rows and a blank line for each histogram. */
public final class MapText {
    private MapText() {}

    /**
     * Appends the text of a map; nothing for an empty one.
     *
     * @param top only that many entries, the last ones; 0 or less for all
     * @param divisor numbers are divided by it, those of linear histograms are not; 0 counts as 1
     */
    public static void append(TextBuffer out, MapResult map, int top, long divisor, Escaping escaping) {
        List<MapResult.Entry> entries = map.entries();
        int from = top <= 0 ? 0 : Math.max(0, entries.size() - top);
        for (int i = from; i < entries.size(); i++) {
            append(out, map.name(), entries.get(i), divisor == 0 ? 1 : divisor, escaping);
        }
    }

    private static void append(TextBuffer out, String name, MapResult.Entry entry, long divisor, Escaping escaping) {
        out.append(name);
        if (!entry.key().isEmpty()) {
            ValueText.list(out.append('['), entry.key(), 1, escaping);
            out.append(']');
        }
        boolean rows = entry.value() instanceof AggregateValue.Hist || entry.value() instanceof AggregateValue.Lhist;
        out.append(rows ? ":\n" : ": ");
        ValueText.append(out, entry.value(), divisor, escaping);
        out.append('\n');
    }
}
