package dev.skep.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks a field path through a type: {@code se.vruntime}, {@code cpus_mask.bits[0]}, {@code tcp_flags}. Names are seen
 * through anonymous structs and unions, as in C. It reads the bytes and decodes no type: {@code task_struct} has 250
 * members.
 */
final class FieldFinder {
    private final BtfImage image;
    private int type;
    private long bitOffset;
    private int bitSize;

    private FieldFinder(BtfImage image, int type) {
        this.image = image;
        this.type = type;
    }

    /**
     * The field of a path, or null if the type has none.
     *
     * @throws IllegalArgumentException if the path is not names and {@code [index]} joined by dots
     */
    static @Nullable Field find(BtfImage image, int type, String path) {
        FieldFinder finder = new FieldFinder(image, type);
        FieldPath steps = new FieldPath(path);
        boolean found = true;
        // All of the path is read, so that a bad one is refused whatever the type.
        while (steps.next()) {
            String name = steps.name();
            found = found && (name == null ? finder.element(steps.index()) : finder.member(name));
        }
        if (!found) {
            return null;
        }
        return new Field(finder.type, (int) finder.bitOffset, finder.bitSize);
    }

    /** Goes to an array's element. One past the end of a flexible array is as good as any. */
    private boolean element(int index) {
        int array = TypeChain.resolve(image, type);
        if (bitSize != 0 || image.kind(array) != BtfKind.ARRAY) {
            return false;
        }
        BtfImage owner = image.owner(array);
        int length = owner.size32(owner.start(array) + 20, "an array's length");
        if (length != 0 && index >= length) {
            return false;
        }
        type = owner.reference(owner.start(array) + 12);
        // Both are below 2^31: no overflow.
        advance(8L * index * TypeChain.size(image, type), array);
        return true;
    }

    private boolean member(String name) {
        int composite = TypeChain.resolve(image, type);
        return bitSize == 0 && search(composite, name.getBytes(StandardCharsets.UTF_8), 0, null);
    }

    /**
     * Looks among a struct's members, then in its anonymous ones.
     *
     * @param seen anonymous types that do not have the name; each is searched once, however often it is embedded
     */
    private boolean search(int composite, byte[] name, int depth, @Nullable BitSet seen) {
        BtfKind kind = image.kind(composite);
        if (kind != BtfKind.STRUCT && kind != BtfKind.UNION) {
            return false;
        }
        BtfImage owner = image.owner(composite);
        int start = owner.start(composite);
        int info = owner.int32(start + 4);
        int first = start + TypeIndex.TYPE_SIZE;
        int end = first + (info & 0xff_ffff) * 12;
        boolean anonymous = false;
        for (int at = first; at < end; at += 12) {
            int nameOffset = owner.stringReference(at);
            if (nameOffset == 0) {
                anonymous = true;
            } else if (owner.stringEquals(nameOffset, name)) {
                enter(owner, at, info < 0, composite);
                return true;
            }
        }
        return anonymous && searchAnonymous(composite, name, depth, seen == null ? new BitSet() : seen);
    }

    private boolean searchAnonymous(int composite, byte[] name, int depth, BitSet seen) {
        if (depth == TypeChain.MAX_LENGTH) {
            throw TypeChain.tooLong(image, composite);
        }
        BtfImage owner = image.owner(composite);
        int start = owner.start(composite);
        int info = owner.int32(start + 4);
        int first = start + TypeIndex.TYPE_SIZE;
        int end = first + (info & 0xff_ffff) * 12;
        for (int at = first; at < end; at += 12) {
            if (owner.int32(at) == 0) {
                int inner = TypeChain.resolve(image, owner.reference(at + 4));
                if (!seen.get(inner)) {
                    seen.set(inner);
                    if (search(inner, name, depth + 1, seen)) {
                        advance(offset(owner, at, info < 0), composite);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Goes to the member that is described at a position. */
    private void enter(BtfImage owner, int at, boolean flag, int composite) {
        type = owner.reference(at + 4);
        advance(offset(owner, at, flag), composite);
        if (flag) {
            bitSize = owner.int32(at + 8) >>> 24;
            return;
        }
        // The old way: a bit-field's type is an integer that uses fewer bits than its size.
        int integer = TypeChain.resolve(image, type);
        if (image.kind(integer) == BtfKind.INT) {
            BtfImage of = image.owner(integer);
            int data = of.int32(of.start(integer) + 12);
            int bits = data & 0xff;
            int shift = data >>> 16 & 0xff;
            if (bits != 8L * of.size32(of.start(integer) + 8, "a size") || shift != 0) {
                bitSize = bits;
                advance(shift, composite);
            }
        }
    }

    private static int offset(BtfImage owner, int at, boolean flag) {
        return flag ? owner.int32(at + 8) & 0xff_ffff : owner.size32(at + 8, "a member's offset");
    }

    private void advance(long bits, int within) {
        bitOffset += bits;
        if (bitOffset > Integer.MAX_VALUE) {
            throw new BtfFormatException(image.owner(within).start(within), "a field lies 256 MiB into its object");
        }
    }
}
