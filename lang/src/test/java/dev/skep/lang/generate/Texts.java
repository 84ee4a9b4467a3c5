package dev.skep.lang.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings. */
final class Texts extends Values {
    private static final List<String> LITERALS = List.of(
            "\"\"",
            "\"a\"",
            "\"b\"",
            "\"ab\"",
            "\"abc\"",
            "\"abcdefg\"",
            "\"abcdefgh\"",
            "\"worker\"",
            "\"a string in memory\"",
            "\"string\"",
            "\"seventeen bytes !\"",
            "\"a longer one, which takes more than forty bytes\"",
            "\"\\xff\\x01\\n\"",
            "\"\u00e9\u20ac\"");

    Texts(Generator generator) {
        super(generator, Shape.Plain.TEXT);
        leaf(6, depth -> generator.pick(LITERALS));
        leaf(2, depth -> "comm");
        leaf(1, depth -> "probe");
        leaf(4, this::field);
        form(6, this::read);
        form(1, this::ofText);
        form(1, "@ = curtask->comm;", depth -> generator.tasks().name(depth));
        form(2, "@ = (string[8])comm;", depth -> "((string[" + (1 + generator.below(20)) + "])" + write(depth) + ")");
    }

    private @Nullable String field(int depth) {
        return given(generator.event(), "args." + generator.pick(Event.TEXTS));
    }

    private String read(int depth) {
        String address = generator.pointers().address(depth);
        return switch (generator.below(4)) {
            case 0 -> "str(" + address + ")";
            case 1 -> "str(" + address + ", " + (1 + generator.below(24)) + ")";
            case 2 ->
                "str(" + address + ", (pid - pid + " + generator.integers().write(depth) + ") & 31)";
            default -> "str(" + address + ", (uint64)" + nonConstant(depth) + ")";
        };
    }

    /** A length that the compiler does not know: a constant one it refuses if it is below 1. */
    private String nonConstant(int depth) {
        return "(pid * " + generator.integers().write(depth) + ")";
    }

    private String ofText(int depth) {
        return "str(" + write(depth) + ")";
    }
}
