package dev.skep.lang.evaluate;

import dev.skep.lang.check.Typed;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The fields of the event: little-endian, as both machines are. */
final class Fields {
    private final Run run;

    Fields(Run run) {
        this.run = run;
    }

    Value value(Typed.Field expr) {
        TracepointFormat format = Objects.requireNonNull(run.point().fields()).get();
        TracepointFormat.Field field =
                Objects.requireNonNull(format.field(expr.field().name()));
        byte[] event = run.occasion().event();
        return switch (field.storage()) {
            case VALUE -> Integers.of(number(event, field.offset(), field.size(), field.signed()), expr.type());
            case ARRAY -> text(event, field.offset(), expr.type());
            case DATA_LOC -> text(event, (int) number(event, field.offset(), 2, false), expr.type());
            case REL_LOC ->
                text(event, field.offset() + 4 + (int) number(event, field.offset(), 2, false), expr.type());
        };
    }

    private static long number(byte[] event, int at, int size, boolean signed) {
        ByteBuffer buffer = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
        return switch (size) {
            case 1 -> signed ? buffer.get(at) : Byte.toUnsignedLong(buffer.get(at));
            case 2 -> signed ? buffer.getShort(at) : Short.toUnsignedLong(buffer.getShort(at));
            case 4 -> signed ? buffer.getInt(at) : Integer.toUnsignedLong(buffer.getInt(at));
            default -> buffer.getLong(at);
        };
    }

    private static Value text(byte[] event, int at, Type type) {
        return Texts.cut(event, at, type.size());
    }
}
