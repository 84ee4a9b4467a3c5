package dev.skep.lang.source;

/**
 * A place in a source text. Spans are for messages and line info only: nothing compares them.
 *
 * @param start the first character's offset
 * @param end the offset after the last character
 */
public record Span(Source source, int start, int end) {

    /** The smallest span that covers both; both are of one source. */
    public Span to(Span other) {
        return new Span(source, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The line of the first character, counted from 1. */
    public int line() {
        return source.line(start);
    }

    /** The column of the first character, counted from 1. */
    public int column() {
        return source.column(start);
    }

    public String text() {
        return source.text().substring(start, end);
    }
}
