package dev.skep.lang.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses in the traced process: of the string that {@link Event#TEXT} is, or below 4096. */
final class Pointers extends Values {
    Pointers(Generator generator) {
        super(generator, Shape.Plain.POINTER);
        leaf(4, this::ofField);
        leaf(1, depth -> "uptr(" + generator.below(4096) + ")");
        form(3, this::plus);
        form(2, this::low);
    }

    private @Nullable String ofField(int depth) {
        return given(generator.event(), "uptr(args.text)");
    }

    private @Nullable String plus(int depth) {
        int distance = generator.below(Event.TEXT.length() + 1);
        String text = generator.chance(2) ? "uptr(args.text) + " + distance : distance + " + uptr(args.text)";
        return given(generator.event(), "(" + text + ")");
    }

    private String low(int depth) {
        return "uptr(" + generator.integers().write(depth) + " & 4095)";
    }

    /** An address of bytes. */
    String bytes(int depth) {
        return "((" + generator.pick(List.of("int8", "uint8")) + " *)" + write(depth) + ")";
    }

    /** Anything that {@code str()} reads from. */
    String address(int depth) {
        return switch (generator.below(6)) {
            case 0 -> "kptr(" + generator.integers().write(depth) + " & 4095)";
            case 1 -> "(" + generator.integers().write(depth) + " & 4095)";
            default -> write(depth);
        };
    }
}
