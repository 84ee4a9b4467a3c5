package dev.skep.lang.value;

import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole struct or union. The members of anonymous structs and unions inside it stand among its own, as C names
 * them; unnamed bit-fields are padding.
 */
final class StructReader {
    private final ValueReader values;
    private final ByteBuffer in;

    StructReader(ValueReader values, ByteBuffer in) {
        this.values = values;
        this.in = in;
    }

    Value.Record read(Type.Struct struct, int at) {
        List<String> names = new ArrayList<>();
        List<Value> elements = new ArrayList<>();
        add(struct, at, names, elements);
        return new Value.Record(names, elements);
    }

    private void add(Type.Struct struct, int at, List<String> names, List<Value> elements) {
        for (Member member : struct.layout().members()) {
            if (member.name().isEmpty()) {
                if (member.type() instanceof Type.Struct anonymous) {
                    add(anonymous, at + member.offset(), names, elements);
                }
            } else if (member.isBitField()) {
                names.add(member.name());
                elements.add(bits(member, at));
            } else if (!(member.type() instanceof Type.Void)) {
                names.add(member.name());
                elements.add(values.read(member.type(), in, at + member.offset()));
            }
        }
    }

    /** A bit-field lies in at most nine bytes; those are put together from the lowest. */
    private Value bits(Member member, int at) {
        int shift = member.bitOffset() & 7;
        int bytes = (shift + member.bitSize() + 7) / 8;
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            long next = in.get(at + member.offset() + i) & 0xff;
            int place = i * 8 - shift;
            value |= place >= 0 ? next << place : next >>> -place;
        }
        int unused = Long.SIZE - member.bitSize();
        Type type = member.type();
        boolean signed = type instanceof Type.Int integer && integer.signed();
        value = signed ? value << unused >> unused : value << unused >>> unused;
        if (type instanceof Type.Bool) {
            return new Value.Bool(value != 0);
        } else if (type instanceof Type.Enum constants) {
            String name = constants.constants().name(value);
            return new Value.Enum(value, name == null ? "" : name);
        }
        return new Value.Int(value, signed);
    }
}
