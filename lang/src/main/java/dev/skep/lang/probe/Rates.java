package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec.Rate;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.syntax.Number64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a timed probe fires: {@code hz:99}, {@code s:1}, {@code ms:10}, {@code us:50}; or a duration alone, {@code 1s},
 * {@code 250ms}, whose bare number counts nanoseconds.
 */
final class Rates {
    /** Sorted, as listings show them. */
    static final List<String> UNITS = List.of("hz", "ms", "s", "us");

    /** A rate above this has a period of less than a nanosecond. */
    private static final long FASTEST = 1_000_000_000;

    private Rates() {}

    /** The rate in an attach point of {@code profile} or {@code interval}; reports what is wrong with it, and is null then. */
    static @Nullable Rate of(String provider, AttachPattern point, Expansion expansion) {
        if (point.size() < 2 || point.size() > 3 || point.last().isEmpty()) {
            return wrong(
                    point,
                    expansion,
                    provider + " probe type requires 1 or 2 arguments",
                    "it is written: " + provider + ":hz:99, " + provider + ":s:1 or " + provider + ":100ms");
        }
        String unit = point.size() == 3 ? point.part(1) : "";
        String written = point.last();
        if (point.size() == 2 && UNITS.contains(written)) {
            return wrong(
                    point,
                    expansion,
                    provider + " probe type requires a number behind its unit",
                    "it is written: " + provider + ":" + written + ":" + (written.equals("hz") ? "99" : "1"));
        }
        long factor = factor(unit);
        if (factor == 0 && !unit.equals("hz")) {
            String[] hints = Suggestions.hints(unit, UNITS);
            return wrong(
                    point,
                    expansion,
                    unit + " is not an accepted unit of time",
                    hints.length > 0 ? hints : new String[] {"the units are hz, s, ms and us"});
        }
        Long number = number(written, provider + " frequency", !unit.isEmpty(), point, expansion);
        if (number == null) {
            return null;
        }
        if (unit.equals("hz")) {
            return number <= FASTEST
                    ? new Rate.Hertz(number)
                    : wrong(point, expansion, written + " times a second is faster than any clock counts");
        }
        return number <= Long.MAX_VALUE / factor
                ? new Rate.Nanoseconds(number * factor)
                : wrong(point, expansion, "the period of " + written + unit + " is longer than 292 years");
    }

    /**
     * A number of at least 1; reports what is wrong with it, and is null then.
     *
     * @param what the number's name in messages
     * @param plain whether a duration makes no sense here
     */
    static @Nullable Long number(String written, String what, boolean plain, AttachPattern point, Expansion expansion) {
        boolean digits = !written.isEmpty() && written.charAt(0) >= '0' && written.charAt(0) <= '9';
        Number64 number = digits
                ? Number64.parse(written, 0, written.length())
                : new Number64(0, false, "invalid number '" + written + "'");
        String problem = number.problem();
        if (problem == null && plain && number.isDuration()) {
            problem = "'" + written + "' is a duration where a plain number is needed";
        }
        if (problem == null && number.value() <= 0) {
            problem = what + " should be a positive integer";
        }
        if (problem == null) {
            return number.value();
        }
        expansion.error(Code.BAD_ATTACH_POINT, point, problem);
        return null;
    }

    /** A unit in nanoseconds; 0 for what is no unit of time. */
    private static long factor(String unit) {
        return switch (unit) {
            case "" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            default -> 0;
        };
    }

    private static @Nullable Rate wrong(AttachPattern point, Expansion expansion, String message, String... hints) {
        expansion.error(Code.BAD_ATTACH_POINT, point, message, hints);
        return null;
    }

    /** Lists the units of a timed provider. */
    static void list(String provider, List<String> pattern, List<ProbeEntry> out) {
        Glob glob = new Glob(pattern.getFirst());
        for (String unit : UNITS) {
            if (glob.matches(unit)) {
                out.add(new ProbeEntry(provider + ":" + unit + ":", null));
            }
        }
    }
}
