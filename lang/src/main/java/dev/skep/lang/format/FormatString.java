package dev.skep.lang.format;

import java.util.List;

/** A parsed printf format. */
public final class FormatString {
    private final String text;
    private final List<Conversion> conversions;

    private FormatString(String text, List<Conversion> conversions) {
        this.text = text;
        this.conversions = List.copyOf(conversions);
    }

    /** The format as written, escapes replaced. */
    public String text() {
        return text;
    }

    /** The conversions that take an argument, in order. */
    public List<Conversion> conversions() {
        return conversions;
    }

    /**
     * One conversion.
     *
     * @param start its offset in the format
     * @param end the offset behind it
     * @param kind its letters: {@code d}, {@code s}, {@code r}, {@code rx}
     */
    public record Conversion(int start, int end, String kind) {}
}
