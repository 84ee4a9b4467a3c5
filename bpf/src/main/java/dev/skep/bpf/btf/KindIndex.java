package dev.skep.bpf.btf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The types of each kind that an image holds itself, found when a kind is first asked for. */
final class KindIndex {
    private static final int KINDS = BtfKind.UNKNOWN.ordinal() + 1;

    private final BtfImage image;
    private final int[] @Nullable [] ids = new int[KINDS] @Nullable [];
    private final @Nullable NameTable[] names = new @Nullable NameTable[KINDS];

    KindIndex(BtfImage image) {
        this.image = image;
    }

    /** Ids of a kind, ascending. Not to be changed. */
    synchronized int[] ids(BtfKind kind) {
        int[] known = ids[kind.ordinal()];
        if (known == null) {
            known = kind == BtfKind.UNKNOWN ? unknown() : image.idsOfKind(kind.ordinal());
            ids[kind.ordinal()] = known;
        }
        return known;
    }

    /** Names of a kind. */
    synchronized NameTable names(BtfKind kind) {
        NameTable known = names[kind.ordinal()];
        if (known == null) {
            known = new NameTable(image, ids(kind));
            names[kind.ordinal()] = known;
        }
        return known;
    }

    private int[] unknown() {
        int[] found = new int[0];
        for (int number = BtfKind.UNKNOWN.ordinal(); number < TypeSizes.KINDS; number++) {
            found = Btf.join(found, image.idsOfKind(number));
        }
        Arrays.sort(found);
        return found;
    }
}
