package dev.skep.lang.property;

import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.SourcePrinter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a case that fails small: the smallest script that one step after the other leads to and that fails the same way. */
final class Shrinker {
    /** How many scripts are tried at most. */
    private static final int TRIES = 3000;

    /** What is to stay true of a case. */
    interface Check {
        void run(Case made) throws Exception;
    }

    private final Check check;
    private final Set<String> tried = new HashSet<>();

    private Shrinker(Check check) {
        this.check = check;
    }

    /**
     * Runs a check, and if it fails throws an error that shows the smallest case for which it does.
     *
     * @throws AssertionError if the check fails
     */
    static void check(Case made, Check check) {
        Shrinker shrinker = new Shrinker(check);
        Throwable failure = shrinker.failure(made);
        if (failure == null) {
            return;
        }
        Case small = shrinker.shrink(made, failure);
        Throwable reason = shrinker.failure(small);
        String message = reason == null ? "it fails only sometimes: " + failure : String.valueOf(reason);
        throw new AssertionError(
                "seed " + made.seed() + ":\n" + made.text() + "\nwhich is in short:\n" + small.text() + message,
                reason == null ? failure : reason);
    }

    private @Nullable Throwable failure(Case made) {
        try {
            check.run(made);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private Case shrink(Case made, Throwable failure) {
        Case smallest = made;
        while (tried.size() < TRIES) {
            Case next = step(smallest, failure);
            if (next == null) {
                break;
            }
            smallest = next;
        }
        return smallest;
    }

    /** A smaller case that fails the same way, or null. */
    private @Nullable Case step(Case made, Throwable failure) {
        Ast.Script tree;
        try {
            tree = Stages.parse(made);
        } catch (Stages.Refused e) {
            return null;
        }
        List<String> candidates = new ArrayList<>();
        for (Ast.Script smaller : Reductions.of(tree)) {
            try {
                candidates.add(SourcePrinter.print(smaller));
            } catch (RuntimeException e) {
                // A tree that no program has.
            }
        }
        candidates.sort(Comparator.comparingInt(String::length));
        for (String candidate : candidates) {
            if (candidate.length() < made.text().length() && tried.size() < TRIES && tried.add(candidate)) {
                Throwable other = failure(made.with(candidate));
                if (other != null && other.getClass() == failure.getClass()) {
                    return made.with(candidate);
                }
            }
        }
        return null;
    }
}
