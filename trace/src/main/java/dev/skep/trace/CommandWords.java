package dev.skep.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line, as a shell splits them: at blanks that are not quoted. Single quotes keep everything,
 * double quotes everything but the backslash before {@code "} and {@code \}; nothing is expanded.
 */
public final class CommandWords {
    private CommandWords() {}

    /**
     * Splits a command line.
     *
     * @return at least one word
     * @throws IllegalArgumentException if there is none, or a quote is not closed
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            boolean escape = c == '\\' && quote != '\'' && at + 1 < line.length();
            if (escape && (quote == 0 || line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\')) {
                word.append(line.charAt(++at));
                inWord = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("the command has an unclosed " + quote + ": " + line);
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command is empty");
        }
        return words;
    }
}
