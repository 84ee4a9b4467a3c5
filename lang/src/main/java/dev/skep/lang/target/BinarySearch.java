package dev.skep.lang.target;

import java.util.List;

/**
 * The programs and libraries that a name stands for.
 *
 * @param problem why there is none, as a whole sentence without a period; empty if there is one
 * @param near names that may have been meant
 */
public record BinarySearch(List<UserBinary> found, String problem, List<String> near) {
    public BinarySearch {
        found = List.copyOf(found);
        near = List.copyOf(near);
        if (found.isEmpty() == problem.isEmpty()) {
            throw new IllegalArgumentException("there is either a binary or a problem");
        }
    }

    public static BinarySearch of(List<UserBinary> found) {
        return new BinarySearch(found, "", List.of());
    }

    public static BinarySearch none(String problem, List<String> near) {
        return new BinarySearch(List.of(), problem, near);
    }
}
