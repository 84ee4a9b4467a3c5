package dev.skep.bpf.btf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The types of each kind that an image holds itself, found when a kind is first asked for. */
final class KindIndex {
    /** As in {@link BtfImage}: small steps are compiled early. */
    private static final int CHUNK = 64;

    private final BtfImage image;
    // Two threads may make the same array or table twice; it is safe to share either, and they are equal.
    private final int[] @Nullable [] ids = new int[BtfKind.UNKNOWN.ordinal() + 1] @Nullable [];
    private final @Nullable NameTable[] names = new @Nullable NameTable[BtfKind.UNKNOWN.ordinal() + 1];

    KindIndex(BtfImage image) {
        this.image = image;
    }

    /** Ids of a kind, ascending. Not to be changed. */
    int[] ids(BtfKind kind) {
        int[] known = ids[kind.ordinal()];
        if (known == null) {
            known = collect(kind);
            ids[kind.ordinal()] = known;
        }
        return known;
    }

    /** Names of a kind. */
    NameTable names(BtfKind kind) {
        NameTable known = names[kind.ordinal()];
        if (known == null) {
            known = new NameTable(image, ids(kind));
            names[kind.ordinal()] = known;
        }
        return known;
    }

    private int[] collect(BtfKind kind) {
        int[] found = new int[CHUNK];
        int n = 0;
        int end = image.typeCount();
        for (int from = image.firstId(); from < end; from += CHUNK) {
            if (n + CHUNK > found.length) {
                found = Arrays.copyOf(found, found.length * 2);
            }
            n = image.collect(kind.ordinal(), from, Math.min(end, from + CHUNK), found, n);
        }
        return Arrays.copyOf(found, n);
    }
}
