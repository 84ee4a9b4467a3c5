package dev.skep.bpf.btf;

/**
 * How many bytes a type of each kind takes: a fixed part (0 for a kind that is not known) and a part for each of its
 * members, values, parameters or variables. Kinds newer than this library are known from the BTF's own layout section.
 */
final class TypeSizes {
    /** A kind has 7 bits since kernel 7.2, and had 5 before, with zeroes above. */
    static final int KINDS = 128;

    /** {@code struct btf_layout}: bytes after {@code struct btf_type}, bytes for each element, flags. */
    private static final int LAYOUT_ENTRY = 4;

    /** By kind: bytes that each type takes. */
    final int[] fixed = new int[KINDS];
    /** By kind: bytes that each of its elements takes. */
    final int[] perElement = new int[KINDS];

    TypeSizes(BtfImage image, BtfHeader header) {
        int known = BtfKind.UNKNOWN.ordinal();
        for (int kind = 1; kind < known; kind++) {
            fixed[kind] = TypeIndex.TYPE_SIZE;
        }
        int entries = Math.min(KINDS, (header.layoutEnd() - header.layoutStart()) / LAYOUT_ENTRY);
        for (int kind = known; kind < entries; kind++) {
            int entry = image.int32(header.layoutStart() + kind * LAYOUT_ENTRY);
            fixed[kind] = TypeIndex.TYPE_SIZE + (entry & 0xff);
            perElement[kind] = entry >>> 8 & 0xff;
        }
        fixed[BtfKind.INT.ordinal()] += 4;
        fixed[BtfKind.ARRAY.ordinal()] += 12;
        fixed[BtfKind.VARIABLE.ordinal()] += 4;
        fixed[BtfKind.DECL_TAG.ordinal()] += 4;
        perElement[BtfKind.STRUCT.ordinal()] = 12;
        perElement[BtfKind.UNION.ordinal()] = 12;
        perElement[BtfKind.ENUM.ordinal()] = 8;
        perElement[BtfKind.FUNCTION_PROTOTYPE.ordinal()] = 8;
        perElement[BtfKind.DATA_SECTION.ordinal()] = 12;
        perElement[BtfKind.ENUM64.ordinal()] = 12;
    }
}
