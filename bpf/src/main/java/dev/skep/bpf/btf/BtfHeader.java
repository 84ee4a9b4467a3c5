package dev.skep.bpf.btf;

/**
 * Where a BTF's sections are ({@code struct btf_header}), as positions from the start of the bytes; all lie within them.
 *
 * @param layoutStart the section that tells the sizes of kinds (kernel 7.1); empty in earlier BTF
 */
record BtfHeader(int typeStart, int typeEnd, int stringStart, int stringEnd, int layoutStart, int layoutEnd) {

    /** Reads and checks the header of an image of which only the bytes are known. */
    static BtfHeader read(BtfImage image, int length) {
        if (length < BtfImage.HEADER_SIZE) {
            throw new BtfFormatException(0, length + " bytes are no header");
        }
        int first = image.int32(0);
        if ((first & 0xffff) == 0x9feb) {
            throw new BtfFormatException(0, "big-endian BTF is not supported");
        }
        if ((first & 0xffff) != BtfImage.MAGIC) {
            throw new BtfFormatException(0, "not BTF: it does not start with 0xeb9f");
        }
        if (first >>> 16 != 1) {
            throw new BtfFormatException(
                    2,
                    "version " + (first >>> 16 & 0xff) + ", flags " + (first >>> 24)
                            + ": only version 1 without flags is known");
        }
        int header = image.int32(4);
        if (header < BtfImage.HEADER_SIZE || header > length) {
            throw new BtfFormatException(4, "header length " + Integer.toUnsignedString(header));
        }
        boolean hasLayout = header >= BtfImage.HEADER_SIZE + 8;
        return new BtfHeader(
                start(image, 8, header, length),
                end(image, 8, header, length),
                start(image, 16, header, length),
                end(image, 16, header, length),
                hasLayout ? start(image, 24, header, length) : header,
                hasLayout ? end(image, 24, header, length) : header);
    }

    private static int start(BtfImage image, int at, int header, int length) {
        long start = header + (image.int32(at) & 0xffff_ffffL);
        if (start > length) {
            throw new BtfFormatException(at, "a section starts at " + start + ", past the end at " + length);
        }
        return (int) start;
    }

    private static int end(BtfImage image, int at, int header, int length) {
        long end = start(image, at, header, length) + (image.int32(at + 4) & 0xffff_ffffL);
        if (end > length) {
            throw new BtfFormatException(at + 4, "a section ends at " + end + ", past the end at " + length);
        }
        return (int) end;
    }
}
