package dev.skep.lang.value;

import java.nio.charset.StandardCharsets;

/**
 * The text of stacks: a line for each frame between line breaks, so that it reads well between brackets and behind a name.
 * The modes' forms are bpftrace's.
 */
final class StackText {
    private static final String INDENT = "        ";

    private StackText() {}

    static void append(TextBuffer out, Value.Stack stack, Escaping escaping) {
        out.append('\n');
        for (Value.Frame frame : stack.frames()) {
            switch (stack.mode()) {
                case BPFTRACE -> name(out.append(INDENT), frame, escaping);
                case PERF -> {
                    out.append('\t').digits(frame.address(), 4, false).append(' ');
                    name(out, frame, escaping);
                    if (stack.type().user()) {
                        out.append(" (");
                        text(out, frame.module().isEmpty() ? "[unknown]" : frame.module(), escaping);
                        out.append(')');
                    }
                }
                case RAW -> out.digits(frame.address(), 4, false);
                case BUILD_ID -> buildId(out, frame);
            }
            out.append('\n');
        }
    }

    /** {@code symbol+offset}, or the address. */
    private static void name(TextBuffer out, Value.Frame frame, Escaping escaping) {
        if (frame.symbol().isEmpty()) {
            address(out, frame);
        } else {
            text(out, frame.symbol(), escaping);
            out.append('+').decimal(frame.offset());
        }
    }

    /** The build ID and the offset in the file; the address of a frame without one. */
    private static void buildId(TextBuffer out, Value.Frame frame) {
        if (frame.module().isEmpty()) {
            address(out, frame);
        } else {
            out.append(frame.module()).append(" 0x").digits(frame.offset(), 4, false);
        }
    }

    private static void address(TextBuffer out, Value.Frame frame) {
        out.append("0x").digits(frame.address(), 4, false);
    }

    private static void text(TextBuffer out, String text, Escaping escaping) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        escaping.append(out, bytes, 0, bytes.length);
    }
}
