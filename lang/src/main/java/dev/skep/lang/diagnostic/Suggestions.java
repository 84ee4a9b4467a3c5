package dev.skep.lang.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Near matches for names that do not exist: what the user may have meant. */
public final class Suggestions {
    /** How many names a hint offers. */
    private static final int MOST = 3;
    /** Longer names are not compared. */
    private static final int LONGEST = 80;

    private Suggestions() {}

    /** The candidates that are near to a name, nearest first, at most three. */
    public static List<String> near(String name, Iterable<String> candidates) {
        List<String> found = new ArrayList<>();
        List<Integer> distances = new ArrayList<>();
        int limit = limit(name);
        for (String candidate : candidates) {
            int distance = distance(name, candidate, limit);
            if (distance > limit || found.contains(candidate)) {
                continue;
            }
            int at = found.size();
            while (at > 0 && distances.get(at - 1) > distance) {
                at--;
            }
            found.add(at, candidate);
            distances.add(at, distance);
            if (found.size() > MOST) {
                found.removeLast();
                distances.removeLast();
            }
        }
        return found;
    }

    /** The near candidates as the hints of a diagnostic: one line, or none. */
    public static String[] hints(String name, Iterable<String> candidates) {
        return didYouMean(near(name, candidates));
    }

    /** Names as the hints of a diagnostic: one line, or none. */
    public static String[] didYouMean(List<String> names) {
        if (names.isEmpty()) {
            return new String[0];
        }
        return new String[] {"did you mean " + alternatives(names) + "?"};
    }

    /** Names in quotes, the last one behind "or". */
    public static String alternatives(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                text.append(i == names.size() - 1 ? " or " : ", ");
            }
            text.append('\'').append(names.get(i)).append('\'');
        }
        return text.toString();
    }

    /** How many typing errors a name of this length may have. */
    private static int limit(String name) {
        return Math.clamp((name.length() + 1) / 3, 1, 4);
    }

    /**
     * How many characters must be typed otherwise, left out, put in or swapped with their neighbour to make one name of the
     * other; a name that begins with the whole of the other is near too. More than {@code limit} is {@code limit + 1}.
     */
    static int distance(String a, String b, int limit) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return limit + 1;
        }
        String left = lower(a);
        String right = lower(b);
        if (left.length() >= 4 && right.startsWith(left)) {
            return Math.min(limit, right.length() - left.length());
        }
        if (Math.abs(left.length() - right.length()) > limit || left.isEmpty()) {
            return limit + 1;
        }
        int[] before = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int best = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    best = Math.min(best, before[j - 2] + 1);
                }
                row[j] = best;
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        int distance = last[right.length()];
        // All of a short name mistyped is another name.
        return distance >= Math.max(left.length(), right.length()) ? limit + 1 : Math.min(distance, limit + 1);
    }

    private static String lower(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return out.toString();
    }
}
