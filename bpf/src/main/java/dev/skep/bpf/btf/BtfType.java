package dev.skep.bpf.btf;

import java.util.List;

/**
 * One type of a BTF. Types name each other by id: a number that means something only in the {@link Btf} (or {@link
 * BtfBuilder}) that it came from. Id 0 is {@code void}. Names are C identifiers; an anonymous type's is empty.
 *
 * <p>Records only hold what the bytes say; they are not checked against each other.
 */
// Void, Enum and Float are the format's names; outside they are always written BtfType.Float.
@SuppressWarnings("AvoidCommonTypeNames")
public sealed interface BtfType {

    /** The type's kind. */
    BtfKind kind();

    /** The type's name; empty where there is none. */
    default String name() {
        return "";
    }

    /** A struct or union. */
    sealed interface Composite extends BtfType permits Struct, Union {
        /** Bytes. */
        int size();

        /** In order of declaration. */
        List<Member> members();
    }

    /** An enum of either width. */
    sealed interface Enumeration extends BtfType permits Enum, Enum64 {
        /** Bytes: 1, 2, 4 or 8. */
        int size();

        /** Whether values are signed. Kernels before 6.0 do not say, and this is false. */
        boolean signed();

        /** In order of declaration. */
        List<Enumerator> values();
    }

    /** Another name, a qualifier or a tag of a type that it does not change. */
    sealed interface Alias extends BtfType permits Typedef, Volatile, Const, Restrict, TypeTag {
        /** The id of the type behind. */
        int type();
    }

    /** How an {@link Int}'s bits are meant. The format gives each a bit; none is {@code UNSIGNED}. */
    enum Encoding {
        UNSIGNED,
        SIGNED,
        CHAR,
        BOOL
    }

    /**
     * A member of a struct or union.
     *
     * @param name empty for an anonymous struct or union, or an unnamed bit-field
     * @param bitOffset from the start of the struct; bit 0 is the lowest bit of byte 0
     * @param bitSize of a bit-field; 0 for an ordinary member. BTF made before kernel 5.0 holds bit-fields in an {@link
     *     Int} with fewer bits instead; {@link Btf#field} sees both.
     */
    record Member(String name, int type, int bitOffset, int bitSize) {}

    /** An enum's constant. */
    record Enumerator(String name, long value) {}

    /** A function's parameter; prototypes behind pointers have no names. */
    record Parameter(String name, int type) {}

    /** A variable's place in its section, in bytes. */
    record SectionVariable(int type, int offset, int size) {}

    /** {@code void}: id 0 in every BTF. */
    record Void() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }
    }

    /**
     * An integer.
     *
     * @param size bytes
     * @param bits how many of them are used, at most 128
     * @param offset of the used bits, in bits
     */
    record Int(String name, int size, int bits, int offset, Encoding encoding) implements BtfType {
        /** An integer that uses all its bits. */
        public Int(String name, int size, Encoding encoding) {
            this(name, size, size * 8, 0, encoding);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }
    }

    /** A pointer, 8 bytes. */
    record Pointer(int type) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.POINTER;
        }
    }

    /**
     * An array.
     *
     * @param index the index's type, which matters to nobody
     * @param length elements; 0 for a flexible array
     */
    record Array(int element, int index, int length) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }
    }

    /** A struct with its members. */
    record Struct(String name, int size, List<Member> members) implements Composite {
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    /** A union with its members. */
    record Union(String name, int size, List<Member> members) implements Composite {
        public Union {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /** An enum whose values fit in 32 bits. */
    record Enum(String name, int size, boolean signed, List<Enumerator> values) implements Enumeration {
        public Enum {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /** An enum with 64-bit values (kernel 6.0). */
    record Enum64(String name, int size, boolean signed, List<Enumerator> values) implements Enumeration {
        public Enum64 {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    /** A struct or union of which only the name is known. */
    record Forward(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FORWARD;
        }
    }

    /** {@code typedef}. */
    record Typedef(String name, int type) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    /** {@code volatile}. */
    record Volatile(int type) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }
    }

    /** {@code const}. */
    record Const(int type) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }
    }

    /** {@code restrict}. */
    record Restrict(int type) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }
    }

    /**
     * A function that exists. Kernel 5.6 for linkage other than {@link Linkage#STATIC}.
     *
     * @param prototype the id of its {@link FunctionPrototype}
     */
    record Function(String name, int prototype, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNCTION;
        }
    }

    /**
     * What a function takes and returns.
     *
     * @param result the result's type
     * @param variadic whether {@code ...} follows the parameters
     */
    record FunctionPrototype(int result, List<Parameter> parameters, boolean variadic) implements BtfType {
        public FunctionPrototype {
            parameters = List.copyOf(parameters);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.FUNCTION_PROTOTYPE;
        }
    }

    /** A variable that exists. */
    record Variable(String name, int type, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VARIABLE;
        }
    }

    /**
     * A section of variables.
     *
     * @param size bytes
     */
    record DataSection(String name, int size, List<SectionVariable> variables) implements BtfType {
        public DataSection {
            variables = List.copyOf(variables);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.DATA_SECTION;
        }
    }

    /**
     * A floating point number.
     *
     * @param size bytes: 2, 4, 8, 12 or 16
     */
    record Float(String name, int size) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /**
     * A tag on a declaration: {@code btf_decl_tag}, or another attribute.
     *
     * @param name the tag
     * @param component the member or parameter that is tagged, counted from 0; -1 for the type itself
     * @param attribute the name is a whole {@code __attribute__} (kernel 6.15)
     */
    record DeclTag(String name, int type, int component, boolean attribute) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }

    /**
     * A tag on a type, behind a pointer: {@code btf_type_tag}, or another attribute.
     *
     * @param name the tag, such as {@code user}, {@code rcu} or {@code percpu}
     * @param attribute the name is a whole {@code __attribute__} (kernel 6.15)
     */
    record TypeTag(String name, int type, boolean attribute) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }

    /**
     * A type of a kind newer than this library.
     *
     * @param number the format's number of the kind
     */
    record Unknown(String name, int number) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.UNKNOWN;
        }
    }
}
