package dev.skep.bpf.btf;

/** Follows types that stand for other types, never for ever: hostile chains may be endless or form a ring. */
final class TypeChain {
    /** The kernel and libbpf follow 32. */
    static final int MAX_LENGTH = 64;

    private TypeChain() {}

    /** The type behind typedefs, qualifiers and type tags. */
    static int resolve(BtfImage image, int id) {
        int at = id;
        for (int i = 0; i < MAX_LENGTH; i++) {
            if (!isAlias(image.kind(at))) {
                return at;
            }
            at = behind(image, at);
        }
        throw tooLong(image, id);
    }

    /** The size in bytes; 0 for a type that has none. */
    static int size(BtfImage image, int id) {
        long elements = 1;
        int at = id;
        for (int i = 0; i < MAX_LENGTH; i++) {
            BtfImage owner = image.owner(at);
            switch (image.kind(at)) {
                case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT, DATA_SECTION -> {
                    return total(elements, owner.size32(owner.start(at) + 8, "a size"), image, id);
                }
                case POINTER -> {
                    return total(elements, 8, image, id);
                }
                case ARRAY -> {
                    int start = owner.start(at);
                    elements = total(elements, owner.size32(start + 20, "an array's length"), image, id);
                    at = owner.reference(start + 12);
                }
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VARIABLE -> at = behind(image, at);
                case VOID, FORWARD, FUNCTION, FUNCTION_PROTOTYPE, DECL_TAG, UNKNOWN -> {
                    return 0;
                }
            }
        }
        throw tooLong(image, id);
    }

    private static boolean isAlias(BtfKind kind) {
        return switch (kind) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
            case VOID,
                    INT,
                    POINTER,
                    ARRAY,
                    STRUCT,
                    UNION,
                    ENUM,
                    FORWARD,
                    FUNCTION,
                    FUNCTION_PROTOTYPE,
                    VARIABLE,
                    DATA_SECTION,
                    FLOAT,
                    DECL_TAG,
                    ENUM64,
                    UNKNOWN -> false;
        };
    }

    private static int behind(BtfImage image, int id) {
        BtfImage owner = image.owner(id);
        return owner.reference(owner.start(id) + 8);
    }

    private static int total(long elements, int size, BtfImage image, int id) {
        long total = elements * size;
        if (total > Integer.MAX_VALUE) {
            throw new BtfFormatException(image.owner(id).start(id), "type " + id + " is larger than 2 GiB");
        }
        return (int) total;
    }

    static BtfFormatException tooLong(BtfImage image, int id) {
        return new BtfFormatException(
                image.owner(id).start(id), "type " + id + " leads through more than " + MAX_LENGTH + " others");
    }
}
