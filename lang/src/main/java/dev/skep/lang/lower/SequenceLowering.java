package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.format.Conversion;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Printing in a pinned walk: whoever reads the file gets what the kernel's {@code bpf_seq_printf} makes of it. That knows less
 * than the language: numbers, pointers, characters and strings, with widths and flags but without precisions. Source: {@code
 * bpf_bprintf_prepare} of {@code kernel/bpf/helpers.c}.
 */
public final class SequenceLowering {
    /** {@code MAX_BPRINTF_VARARGS}. */
    private static final int MOST_ARGUMENTS = 12;

    private static final int KERNEL_FLAGS = Conversion.LEFT | Conversion.PLUS | Conversion.SPACE | Conversion.ZERO;

    private final Lowering lowering;
    private final IrBuilder ir;

    SequenceLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * Writes a text to the reader.
     *
     * @return whether that can be done: if not, nothing was lowered
     */
    public boolean printf(FormatString format, List<Typed.Expr> values) {
        String text = translate(format, values);
        if (text == null || values.size() > MOST_ARGUMENTS) {
            return false;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Reg data = ir.slotAddress(ir.newStackSlot(Math.max(8, 8 * values.size()), "values"));
        for (int i = 0; i < values.size(); i++) {
            Conversion conversion = format.conversions().get(i);
            Typed.Expr value = values.get(i);
            Operand word = value.type() instanceof Type.Str
                    ? lowering.address(lowering.memory(value))
                    : cut(lowering.value(value), conversion);
            ir.store(Width.DOUBLE, data, 8 * i, word);
        }
        Place place = new Place(ir.slotAddress(ir.newSlot(bytes.length + 1, "format")), 0, true);
        lowering.writeText(bytes, bytes.length + 1, place);
        ir.call(
                Helper.SEQ_PRINTF,
                WalkLowering.sequence(lowering),
                lowering.address(place),
                Operand.of(bytes.length + 1),
                data,
                Operand.of(8L * values.size()));
        return true;
    }

    /** The format in the kernel's words, every number as wide as a register; null if the kernel has none for it. */
    private static @Nullable String translate(FormatString format, List<Typed.Expr> values) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int i = 0; i < format.conversions().size(); i++) {
            Conversion conversion = format.conversions().get(i);
            literal(format.text().substring(at, conversion.start()), text);
            boolean plain = conversion.precision() == Conversion.NONE
                    && conversion.width() != Conversion.ARGUMENT
                    && (conversion.flags() & ~KERNEL_FLAGS) == 0;
            String letters = plain ? letters(conversion, values.get(i).type()) : null;
            if (letters == null) {
                return null;
            }
            // An address has its 0x in front, which the kernel does not count to the width.
            text.append(conversion.kind() == Conversion.Kind.POINTER ? "0x%" : "%");
            flags(conversion.flags(), text);
            if (conversion.width() != Conversion.NONE) {
                text.append(conversion.width());
            }
            text.append(letters);
            at = conversion.end();
        }
        literal(format.text().substring(at), text);
        return text.toString();
    }

    /** A percent sign that stands for itself is written twice, whether it is so in the language's format or not. */
    private static void literal(String literal, StringBuilder text) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            text.append(c);
            if (c == '%') {
                text.append('%');
                i += i + 1 < literal.length() && literal.charAt(i + 1) == '%' ? 1 : 0;
            }
        }
    }

    private static void flags(int flags, StringBuilder text) {
        if ((flags & Conversion.LEFT) != 0) {
            text.append('-');
        }
        if ((flags & Conversion.PLUS) != 0) {
            text.append('+');
        }
        if ((flags & Conversion.SPACE) != 0) {
            text.append(' ');
        }
        if ((flags & Conversion.ZERO) != 0) {
            text.append('0');
        }
    }

    private static @Nullable String letters(Conversion conversion, Type type) {
        boolean number = type instanceof Type.Int || type instanceof Type.Pointer || type instanceof Type.Enum;
        return switch (conversion.kind()) {
            case SIGNED -> number ? "lld" : null;
            case UNSIGNED -> number ? "llu" : null;
            case HEX, POINTER -> number ? "llx" : null;
            case HEX_UPPER -> number ? "llX" : null;
            case CHARACTER -> number ? "c" : null;
            case STRING ->
                type instanceof Type.Str
                        ? "s"
                        : type instanceof Type.Int integer ? integer.signed() ? "lld" : "llu" : null;
            case OCTAL, BUFFER, BUFFER_ESCAPED, BUFFER_HEX -> null;
        };
    }

    private Operand cut(Operand value, Conversion conversion) {
        boolean whole = conversion.kind() == Conversion.Kind.STRING || conversion.kind() == Conversion.Kind.POINTER;
        int spare = whole ? 0 : 64 - conversion.length().bits();
        if (spare == 0) {
            return value;
        }
        Reg top = ir.binary(BinaryOp.SHL, value, Operand.of(spare));
        boolean signed = conversion.kind() == Conversion.Kind.SIGNED;
        return ir.binary(signed ? BinaryOp.ASHR : BinaryOp.LSHR, top, Operand.of(spare));
    }
}
