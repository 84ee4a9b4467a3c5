package dev.skep.bpf.btf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a BTF: header checked, the start of every type known. Ids and string offsets of a split BTF go on where
 * its base's end; {@link #owner} and the string methods find the image that holds them.
 */
final class BtfImage {
    /** {@code 0xeb9f}, as the first two bytes of a little-endian file. */
    static final int MAGIC = 0xeb9f;

    static final int HEADER_SIZE = 24;

    /** So that a position plus the longest type stays an int. */
    private static final int MAX_SIZE = 1 << 30;

    /** Bytes; the kernel's longest name has 512. It keeps hostile types from each having all of the strings as name. */
    static final int MAX_NAME = 4096;

    private final byte[] bytes;
    private final @Nullable BtfImage base;
    private final int firstId;
    private final int firstString;
    private final int stringStart;
    private final int stringLength;
    private final TypeIndex types;

    BtfImage(byte[] bytes, @Nullable BtfImage base) {
        this.bytes = bytes;
        this.base = base;
        firstId = base == null ? 1 : base.typeCount();
        firstString = base == null ? 0 : base.stringEnd();
        BtfHeader header = BtfHeader.read(this, bytes.length);
        if (bytes.length > MAX_SIZE) {
            throw new BtfFormatException(0, "larger than 1 GiB");
        }
        stringStart = header.stringStart();
        stringLength = header.stringEnd() - stringStart;
        checkStrings();
        types = new TypeIndex(bytes, header.typeStart(), header.typeEnd(), new TypeSizes(this, header));
    }

    private void checkStrings() {
        if (stringLength == 0 && base == null) {
            throw new BtfFormatException(stringStart, "no strings");
        }
        if (stringLength > 0 && bytes[stringStart + stringLength - 1] != 0) {
            throw new BtfFormatException(stringStart + stringLength - 1, "the last string has no end");
        }
        if (stringLength > 0 && base == null && bytes[stringStart] != 0) {
            throw new BtfFormatException(stringStart, "the first string is not empty");
        }
    }

    /** How many ids there are, base and {@code void} included: ids are smaller. */
    int typeCount() {
        return firstId + types.count();
    }

    /** The first id of this image's own types. */
    int firstId() {
        return firstId;
    }

    /** How many string offsets there are, base included. */
    int stringEnd() {
        return firstString + stringLength;
    }

    /**
     * The image that holds a type.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    BtfImage owner(int id) {
        if (id < 0 || id >= typeCount()) {
            throw new IllegalArgumentException("no type " + id + ": this BTF has types 0 to " + (typeCount() - 1));
        }
        BtfImage image = this;
        while (id < image.firstId && image.base != null) {
            image = image.base;
        }
        return image;
    }

    /** Where an own type starts; not for {@code void}. */
    int start(int id) {
        return types.start(id - firstId);
    }

    /** The kind's number of any type. */
    int kindNumber(int id) {
        BtfImage owner = owner(id);
        return id == 0 ? 0 : owner.bytes[owner.start(id) + 7] & 0x7f;
    }

    /** The kind of any type. */
    BtfKind kind(int id) {
        return BtfKind.of(kindNumber(id));
    }

    /** The own ids of a kind's number, ascending. */
    int[] idsOfKind(int number) {
        return types.ofKind(number, firstId);
    }

    /** The little-endian number at a position in this image's bytes. */
    int int32(int at) {
        byte[] b = bytes;
        return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
    }

    /** The number at a position, which must not be negative as an int. */
    int size32(int at, String what) {
        int value = int32(at);
        if (value < 0) {
            throw new BtfFormatException(at, what + " is " + Integer.toUnsignedString(value) + ": too large");
        }
        return value;
    }

    /** The type id at a position, which must exist. */
    int reference(int at) {
        int id = int32(at);
        if (id < 0 || id >= typeCount()) {
            throw new BtfFormatException(
                    at, "type " + Integer.toUnsignedString(id) + " of " + typeCount() + " does not exist");
        }
        return id;
    }

    /** The string offset at a position, which must exist. */
    int stringReference(int at) {
        int offset = int32(at);
        if (offset < 0 || offset >= stringEnd()) {
            throw new BtfFormatException(
                    at, "string " + Integer.toUnsignedString(offset) + " of " + stringEnd() + " does not exist");
        }
        return offset;
    }

    /** The length in bytes of a string at a checked offset. */
    int stringLength(int offset) {
        BtfImage owner = stringOwner(offset);
        int from = owner.position(offset);
        int at = from;
        while (owner.bytes[at] != 0) {
            if (at++ == from + MAX_NAME) {
                throw new BtfFormatException(from, "a name is longer than " + MAX_NAME + " bytes");
            }
        }
        return at - from;
    }

    /** The string at a checked offset. */
    String string(int offset) {
        BtfImage owner = stringOwner(offset);
        return new String(owner.bytes, owner.position(offset), stringLength(offset), StandardCharsets.UTF_8);
    }

    /** Whether the string at a checked offset has these bytes. */
    boolean stringEquals(int offset, byte[] expected) {
        if (expected.length > MAX_NAME) {
            return false;
        }
        BtfImage owner = stringOwner(offset);
        byte[] b = owner.bytes;
        int at = owner.position(offset);
        for (byte c : expected) {
            // A name with a NUL would run over the string's end, and past the last one.
            if (c == 0 || b[at++] != c) {
                return false;
            }
        }
        return b[at] == 0;
    }

    /** The hash of the string at a checked offset; {@link NameTable} says which. */
    int stringHash(int offset) {
        BtfImage owner = stringOwner(offset);
        return NameTable.hash(owner.bytes, owner.position(offset));
    }

    private BtfImage stringOwner(int offset) {
        BtfImage image = this;
        while (offset < image.firstString && image.base != null) {
            image = image.base;
        }
        return image;
    }

    private int position(int offset) {
        return stringStart + offset - firstString;
    }
}
