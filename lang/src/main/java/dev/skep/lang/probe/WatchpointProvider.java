package dev.skep.lang.probe;

import dev.skep.lang.syntax.Number64;
import java.util.List;

/** {@code watchpoint:ADDRESS:LENGTH:MODE}: not supported by this version. */
final class WatchpointProvider extends UnsupportedProvider {
    WatchpointProvider() {
        super("watchpoint", List.of("w"));
    }

    @Override
    boolean check(AttachPattern point, Expansion expansion) {
        if (point.size() != 4) {
            return wrong(
                    point,
                    expansion,
                    "watchpoint probe type requires 3 arguments",
                    "it is written: watchpoint:0xADDRESS:LENGTH:MODE");
        }
        Number64 address = number(point.part(1));
        if (address.problem() != null) {
            boolean function = point.part(1).indexOf('+') > 0;
            return wrong(
                    point,
                    expansion,
                    function
                            ? "watchpoints on a function's argument are no longer part of the language"
                            : "invalid address '" + point.part(1) + "'",
                    "it is written: watchpoint:0xADDRESS:LENGTH:MODE");
        }
        Number64 length = number(point.part(2));
        long bytes = length.problem() == null ? length.value() : 0;
        if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
            return wrong(point, expansion, "invalid length '" + point.part(2) + "'", "it is 1, 2, 4 or 8 bytes");
        }
        return mode(point.part(3))
                || wrong(
                        point,
                        expansion,
                        "invalid mode '" + point.part(3) + "'",
                        "it is r, w or x, or several of them: rw");
    }

    private static Number64 number(String text) {
        return text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9'
                ? new Number64(0, false, "no number")
                : Number64.parse(text, 0, text.length());
    }

    /** Whether each letter is one of three, and stands there once. */
    private static boolean mode(String mode) {
        boolean right = !mode.isEmpty();
        for (int i = 0; i < mode.length(); i++) {
            right &= "rwx".indexOf(mode.charAt(i)) >= 0 && mode.indexOf(mode.charAt(i)) == i;
        }
        return right;
    }
}
