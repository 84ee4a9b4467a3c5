package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Enumeration;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds an enumerator whose enum is not known. The kernel has 2,400 enums: they are searched without an index. */
final class Enumerators {
    private Enumerators() {}

    /** The first enumerator of a name in these enums of any image, all of the same kind; null if there is none. */
    static @Nullable EnumConstant find(BtfImage image, BtfKind kind, int[] enums, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int entrySize = kind == BtfKind.ENUM64 ? 12 : 8;
        for (int id : enums) {
            int index = indexOf(image.owner(id), id, entrySize, bytes);
            if (index >= 0 && TypeDecoder.decode(image, id) instanceof Enumeration enumeration) {
                return new EnumConstant(id, enumeration.values().get(index).value());
            }
        }
        return null;
    }

    private static int indexOf(BtfImage owner, int id, int entrySize, byte[] name) {
        int start = owner.start(id);
        int length = owner.int32(start + 4) & 0xff_ffff;
        int at = start + TypeIndex.TYPE_SIZE;
        for (int i = 0; i < length; i++, at += entrySize) {
            if (owner.stringEquals(owner.stringReference(at), name)) {
                return i;
            }
        }
        return -1;
    }
}
