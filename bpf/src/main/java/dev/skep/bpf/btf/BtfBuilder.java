package dev.skep.bpf.btf;

/**
 * Writes BTF. Types get their ids in the order in which they are added, from {@link #nextId} on; a type may name one that
 * is added later. Equal strings are stored once; types are taken as they come.
 *
 * <pre>{@code
 * BtfBuilder btf = new BtfBuilder();
 * int integer = btf.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED));
 * int pointer = btf.add(new BtfType.Pointer(integer));
 * byte[] bytes = btf.build();
 * }</pre>
 */
public final class BtfBuilder {
    private final StringTable strings;
    private final ByteSink types = new ByteSink();
    private final TypeEncoder encoder;
    private int nextId;

    /** Starts a BTF that stands on its own. */
    public BtfBuilder() {
        this(1, 0);
    }

    /** Starts a split BTF: its ids and strings go on where the base's end. */
    public BtfBuilder(Btf base) {
        this(base.typeCount(), base.stringEnd());
    }

    private BtfBuilder(int firstId, int firstString) {
        nextId = firstId;
        strings = new StringTable(firstString);
        encoder = new TypeEncoder(types, strings);
    }

    /** The id that the next type gets. */
    public int nextId() {
        return nextId;
    }

    /**
     * Adds a type.
     *
     * @return its id
     * @throws IllegalArgumentException if the format cannot hold the type: a number is out of range, a name has a NUL, or
     *     it is {@link BtfType.Void} or {@link BtfType.Unknown}
     */
    public int add(BtfType type) {
        encoder.encode(type);
        return nextId++;
    }

    /**
     * Adds a string that no type has, for line info.
     *
     * @return its offset
     */
    public int string(String string) {
        return strings.offset(string);
    }

    /**
     * The bytes; more can be added afterwards, for another build.
     *
     * @throws IllegalStateException if a type names one that was not added
     */
    public byte[] build() {
        if (encoder.maxReference() >= nextId) {
            throw new IllegalStateException(
                    "type " + encoder.maxReference() + " was not added: the last one is " + (nextId - 1));
        }
        byte[] typeBytes = types.toByteArray();
        byte[] stringBytes = strings.toByteArray();
        ByteSink out = new ByteSink();
        out.int32(BtfImage.MAGIC | 1 << 16);
        out.int32(BtfImage.HEADER_SIZE);
        out.int32(0);
        out.int32(typeBytes.length);
        out.int32(typeBytes.length);
        out.int32(stringBytes.length);
        out.bytes(typeBytes);
        out.bytes(stringBytes);
        return out.toByteArray();
    }
}
