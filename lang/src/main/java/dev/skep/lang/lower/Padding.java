package dev.skep.lang.lower;

import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import java.util.BitSet;
import java.util.List;

/**
 * The bytes of C structs that belong to no member: what the kernel has there is chance, and would make equal values
 * different keys.
 */
final class Padding {
    /** Members of anonymous structs in each other: deeper ones are taken for whole. */
    private static final int MAX_DEPTH = 16;

    private Padding() {}

    /** Zeroes the padding of a value that was copied to a place, if that is wanted there. */
    static void zero(Type type, Place place, Lowering lowering) {
        if (!place.padded() || !hasStruct(type)) {
            return;
        }
        int size = type.size();
        BitSet used = new BitSet(size);
        mark(type, 0, used, 0);
        for (int at = used.nextClearBit(0); at < size; at = used.nextClearBit(at)) {
            int next = used.nextSetBit(at);
            int end = next < 0 ? size : Math.min(next, size);
            lowering.zeroIfPadded(place.at(at), end - at);
            at = end;
        }
    }

    private static boolean hasStruct(Type type) {
        return type instanceof Type.Struct || type instanceof Type.Array array && hasStruct(array.element());
    }

    private static void mark(Type type, int offset, BitSet used, int depth) {
        if (type instanceof Type.Struct struct && depth < MAX_DEPTH) {
            List<Member> members = struct.layout().members();
            for (Member member : members) {
                if (member.isBitField()) {
                    int first = offset + member.bitOffset() / 8;
                    used.set(first, offset + (member.bitOffset() + member.bitSize() + 7) / 8);
                } else {
                    mark(member.type(), offset + member.offset(), used, depth + 1);
                }
            }
            if (!members.isEmpty()) {
                return;
            }
        }
        if (type instanceof Type.Array array && hasStruct(array)) {
            for (int i = 0; i < array.count(); i++) {
                mark(array.element(), offset + i * array.element().size(), used, depth + 1);
            }
        } else {
            used.set(offset, offset + type.size());
        }
    }
}
