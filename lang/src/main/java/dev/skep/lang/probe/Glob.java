package dev.skep.lang.probe;

/**
 * A name with wildcards: {@code *} stands for any characters, {@code [a-c]} for one of a set, {@code [!a-c]} for one that is
 * not in it. A bracket that is not closed stands for itself. Matching takes at most pattern times name steps.
 */
public final class Glob {
    private final String pattern;

    public Glob(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a name has wildcards. */
    public static boolean isWildcard(String text) {
        int open = text.indexOf('[');
        return text.indexOf('*') >= 0 || (open >= 0 && text.indexOf(']', open) >= 0);
    }

    public String pattern() {
        return pattern;
    }

    /** Whether a whole name matches. */
    public boolean matches(String name) {
        int at = 0;
        int p = 0;
        // Where to go on if what follows the last star does not match: the star takes one character more.
        int star = -1;
        int retry = 0;
        while (at < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = at;
                continue;
            }
            int next = p < pattern.length() ? one(p, name.charAt(at)) : -1;
            if (next > 0) {
                p = next;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** The place in the pattern behind what matches one character, or -1. */
    private int one(int p, char c) {
        int close = pattern.charAt(p) == '[' ? pattern.indexOf(']', p + 1) : -1;
        if (close < 0) {
            return pattern.charAt(p) == c ? p + 1 : -1;
        }
        int at = p + 1;
        boolean negated = at < close && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
        if (negated) {
            at++;
        }
        boolean in = false;
        while (at < close) {
            char low = pattern.charAt(at);
            boolean range = at + 2 < close && pattern.charAt(at + 1) == '-';
            char high = range ? pattern.charAt(at + 2) : low;
            in |= c >= low && c <= high;
            at += range ? 3 : 1;
        }
        return in != negated ? close + 1 : -1;
    }
}
