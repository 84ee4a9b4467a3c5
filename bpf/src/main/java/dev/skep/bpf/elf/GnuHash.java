package dev.skep.bpf.elf;

import org.jspecify.annotations.Nullable;

/**
 * The index of a {@code .dynsym} by name ({@code .gnu.hash}), so that a function of a large library is found without reading
 * all of its symbols. It knows only symbols that are defined in the file.
 *
 * <p>Layout: number of buckets, first symbol that is indexed, words of a Bloom filter, its shift; the filter; for each bucket
 * its first symbol; for each symbol its hash, whose lowest bit marks the last one of a bucket.
 */
final class GnuHash {
    private static final int HEADER = 16;

    private final ElfImage image;
    private final long buckets;
    private final long bucketCount;
    private final long chains;
    private final long firstSymbol;
    private final long end;

    private GnuHash(ElfImage image, long buckets, long bucketCount, long firstSymbol, long end) {
        this.image = image;
        this.buckets = buckets;
        this.bucketCount = bucketCount;
        this.chains = buckets + bucketCount * 4;
        this.firstSymbol = firstSymbol;
        this.end = end;
    }

    /** Reads the header; null if it cannot be right, in which case the symbols are searched one by one. */
    static @Nullable GnuHash read(ElfImage image, long start, long size) {
        if (size < HEADER || !image.contains(start, size)) {
            return null;
        }
        long bucketCount = image.u32(start);
        long filter = image.u32(start + 8) * (image.isWide() ? 8 : 4);
        if (bucketCount == 0 || filter > size || bucketCount * 4 > size || HEADER + filter + bucketCount * 4 > size) {
            return null;
        }
        return new GnuHash(image, start + HEADER + filter, bucketCount, image.u32(start + 4), start + size);
    }

    /** The symbol of a name, or -1; see {@link ElfSymbols#find}. Takes at most as many steps as there are symbols. */
    int find(ElfSymbols symbols, byte[] name, boolean functions) {
        int old = -1;
        long hash = hash(name);
        long index = image.u32(buckets + hash % bucketCount * 4);
        if (index < firstSymbol) {
            return -1;
        }
        for (; index < symbols.size(); index++) {
            long at = chains + (index - firstSymbol) * 4;
            if (at + 4 > end) {
                return old;
            }
            long found = image.u32(at);
            if ((found | 1) == (hash | 1)
                    && symbols.isWanted((int) index, functions)
                    && symbols.nameEquals((int) index, name)) {
                if (!symbols.isOldVersion((int) index)) {
                    return (int) index;
                }
                old = old < 0 ? (int) index : old;
            }
            if ((found & 1) != 0) {
                return old;
            }
        }
        return old;
    }

    private static long hash(byte[] name) {
        int hash = 5381;
        for (byte b : name) {
            hash = hash * 33 + (b & 0xff);
        }
        return hash & 0xffff_ffffL;
    }
}
