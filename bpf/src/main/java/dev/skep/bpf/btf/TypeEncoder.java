package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Composite;
import dev.skep.bpf.btf.BtfType.Enumeration;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import java.util.List;

/** Writes the bytes of types: what {@link TypeDecoder} reads. Everything is checked before the first byte is written. */
final class TypeEncoder {
    /** {@code BTF_MAX_VLEN}; kernel 7.2 takes more. */
    private static final int MAX_LENGTH = 0xffff;

    private final ByteSink out;
    private final StringTable strings;
    private int maxReference;

    TypeEncoder(ByteSink out, StringTable strings) {
        this.out = out;
        this.strings = strings;
    }

    /** The largest id that a type named. */
    int maxReference() {
        return maxReference;
    }

    void encode(BtfType type) {
        switch (type.kind()) {
            case INT -> integer((BtfType.Int) type);
            case POINTER -> reference(type, ((BtfType.Pointer) type).type());
            case ARRAY -> array((BtfType.Array) type);
            case STRUCT, UNION -> composite((Composite) type);
            case ENUM, ENUM64 -> enumeration((Enumeration) type);
            case FORWARD -> start(type, ((BtfType.Forward) type).union(), 0, 0);
            case TYPEDEF, VOLATILE, CONST, RESTRICT -> reference(type, ((BtfType.Alias) type).type());
            case FUNCTION -> {
                BtfType.Function function = (BtfType.Function) type;
                checkReference(type, function.prototype());
                start(type, false, function.linkage().ordinal(), function.prototype());
            }
            case FUNCTION_PROTOTYPE -> prototype((BtfType.FunctionPrototype) type);
            case VARIABLE -> {
                BtfType.Variable variable = (BtfType.Variable) type;
                reference(type, variable.type());
                out.int32(variable.linkage().ordinal());
            }
            case DATA_SECTION -> section((BtfType.DataSection) type);
            case FLOAT -> {
                check(((BtfType.Float) type).size() >= 0, type, "its size is negative");
                start(type, false, 0, ((BtfType.Float) type).size());
            }
            case DECL_TAG -> {
                BtfType.DeclTag tag = (BtfType.DeclTag) type;
                checkReference(type, tag.type());
                check(tag.component() >= -1, type, "its component is less than -1");
                start(type, tag.attribute(), 0, tag.type());
                out.int32(tag.component());
            }
            case TYPE_TAG -> {
                BtfType.TypeTag tag = (BtfType.TypeTag) type;
                checkReference(type, tag.type());
                start(type, tag.attribute(), 0, tag.type());
            }
            case VOID, UNKNOWN -> throw new IllegalArgumentException("BTF cannot be given " + type);
        }
    }

    private void start(BtfType type, boolean flag, int length, int sizeOrType) {
        int name = strings.offset(type.name());
        out.int32(name);
        out.int32((flag ? 1 << 31 : 0) | type.kind().ordinal() << 24 | length);
        out.int32(sizeOrType);
    }

    private void reference(BtfType type, int to) {
        checkReference(type, to);
        start(type, false, 0, to);
    }

    private void integer(BtfType.Int type) {
        check(type.size() >= 0, type, "its size is negative");
        check(type.bits() >= 0 && type.bits() <= 0xff, type, "its bits are not 0 to 255");
        check(type.offset() >= 0 && type.offset() <= 0xff, type, "its offset is not 0 to 255");
        start(type, false, 0, type.size());
        int encoding = switch (type.encoding()) {
            case UNSIGNED -> 0;
            case SIGNED -> 1;
            case CHAR -> 2;
            case BOOL -> 4;
        };
        out.int32(encoding << 24 | type.offset() << 16 | type.bits());
    }

    private void array(BtfType.Array type) {
        checkReference(type, type.element());
        checkReference(type, type.index());
        check(type.length() >= 0, type, "its length is negative");
        start(type, false, 0, 0);
        out.int32(type.element());
        out.int32(type.index());
        out.int32(type.length());
    }

    private void composite(Composite type) {
        List<Member> members = type.members();
        checkLength(type, members.size());
        check(type.size() >= 0, type, "its size is negative");
        boolean bitFields = false;
        for (Member member : members) {
            bitFields |= member.bitSize() != 0;
        }
        for (Member member : members) {
            checkReference(type, member.type());
            checkName(type, member.name());
            check(member.bitSize() >= 0 && member.bitSize() <= 0xff, type, "a bit-field's size is not 1 to 255");
            check(member.bitOffset() >= 0, type, "a member's offset is negative");
            check(!bitFields || member.bitOffset() <= 0xff_ffff, type, "it has bit-fields and a member past 2 MiB");
        }
        start(type, bitFields, members.size(), type.size());
        for (Member member : members) {
            out.int32(strings.offset(member.name()));
            out.int32(member.type());
            out.int32(member.bitSize() << 24 | member.bitOffset());
        }
    }

    private void enumeration(Enumeration type) {
        boolean wide = type.kind() == BtfKind.ENUM64;
        checkLength(type, type.values().size());
        check(type.size() >= 0, type, "its size is negative");
        for (Enumerator value : type.values()) {
            checkName(type, value.name());
            long number = value.value();
            boolean fits = type.signed() ? number == (int) number : number >>> 32 == 0;
            check(wide || fits, type, "a value does not fit in 32 bits");
        }
        start(type, type.signed(), type.values().size(), type.size());
        for (Enumerator value : type.values()) {
            out.int32(strings.offset(value.name()));
            out.int32((int) value.value());
            if (wide) {
                out.int32((int) (value.value() >>> 32));
            }
        }
    }

    private void prototype(BtfType.FunctionPrototype type) {
        List<Parameter> parameters = type.parameters();
        checkLength(type, parameters.size() + 1);
        checkReference(type, type.result());
        for (Parameter parameter : parameters) {
            checkReference(type, parameter.type());
            checkName(type, parameter.name());
        }
        if (!parameters.isEmpty() && !type.variadic()) {
            Parameter last = parameters.getLast();
            check(
                    last.type() != 0 || !last.name().isEmpty(),
                    type,
                    "a last parameter without name and type means '...'");
        }
        start(type, false, parameters.size() + (type.variadic() ? 1 : 0), type.result());
        for (Parameter parameter : parameters) {
            out.int32(strings.offset(parameter.name()));
            out.int32(parameter.type());
        }
        if (type.variadic()) {
            out.int32(0);
            out.int32(0);
        }
    }

    private void section(BtfType.DataSection type) {
        checkLength(type, type.variables().size());
        check(type.size() >= 0, type, "its size is negative");
        for (SectionVariable variable : type.variables()) {
            checkReference(type, variable.type());
            check(variable.offset() >= 0 && variable.size() >= 0, type, "a variable's offset or size is negative");
        }
        start(type, false, type.variables().size(), type.size());
        for (SectionVariable variable : type.variables()) {
            out.int32(variable.type());
            out.int32(variable.offset());
            out.int32(variable.size());
        }
    }

    private static void checkLength(BtfType type, int length) {
        check(length <= MAX_LENGTH, type, "it has more than " + MAX_LENGTH + " parts");
    }

    private static void checkName(BtfType type, String name) {
        check(name.indexOf('\0') < 0, type, "a name has a NUL");
    }

    private void checkReference(BtfType type, int id) {
        check(id >= 0, type, "a type id is negative");
        maxReference = Math.max(maxReference, id);
    }

    private static void check(boolean holds, BtfType type, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "BTF cannot hold the " + type.kind() + " '" + type.name() + "': " + problem);
        }
    }
}
