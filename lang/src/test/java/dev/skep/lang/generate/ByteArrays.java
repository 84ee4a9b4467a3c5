package dev.skep.lang.generate;

/** Arrays of eight bytes. */
final class ByteArrays extends Values {
    /** Whether the language has them so far. */
    static final boolean EXIST = Language.has("$a = (uint8[8])((uint64)pid); @ = $a[1];");

    ByteArrays(Generator generator) {
        super(generator, Shape.Plain.BYTES);
        leaf(2, depth -> "((uint8[8])" + generator.below(300) + ")");
        form(3, depth -> "((uint8[8])((uint64)" + generator.integers().write(depth) + "))");
        form(
                1,
                "@ = (uint8[16])comm;",
                depth -> "((uint8[8])((string[8])" + generator.texts().write(depth) + "))");
    }
}
