package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import java.util.ArrayList;
import java.util.List;

/** Makes the record of one type. */
final class TypeDecoder {
    private static final Encoding[] ENCODINGS = Encoding.values();

    private final BtfImage image;
    private final int at;
    private final int length;
    private final boolean flag;
    private long nameBudget;

    private TypeDecoder(BtfImage image, int at) {
        this.image = image;
        this.at = at;
        int info = image.int32(at + 4);
        length = info & 0xff_ffff;
        flag = info < 0;
        // Real names are different strings. Hostile ones could all be the same long one.
        nameBudget = image.stringEnd() + 128L * (length + 1);
    }

    /** Decodes a type of any image. */
    static BtfType decode(BtfImage image, int id) {
        BtfImage owner = image.owner(id);
        if (id == 0) {
            return new BtfType.Void();
        }
        return new TypeDecoder(owner, owner.start(id)).decode(image.kindNumber(id));
    }

    private BtfType decode(int kindNumber) {
        String name = name(at);
        return switch (BtfKind.of(kindNumber)) {
            case VOID -> new BtfType.Void();
            case INT -> integer(name);
            case POINTER -> new BtfType.Pointer(type());
            case ARRAY ->
                new BtfType.Array(
                        image.reference(at + 12), image.reference(at + 16), image.size32(at + 20, "an array's length"));
            case STRUCT -> new BtfType.Struct(name, size(), members());
            case UNION -> new BtfType.Union(name, size(), members());
            case ENUM -> new BtfType.Enum(name, size(), flag, values());
            case FORWARD -> new BtfType.Forward(name, flag);
            case TYPEDEF -> new BtfType.Typedef(name, type());
            case VOLATILE -> new BtfType.Volatile(type());
            case CONST -> new BtfType.Const(type());
            case RESTRICT -> new BtfType.Restrict(type());
            case FUNCTION -> new BtfType.Function(name, type(), Linkage.of(length, at + 4));
            case FUNCTION_PROTOTYPE -> prototype();
            case VARIABLE -> new BtfType.Variable(name, type(), Linkage.of(image.int32(at + 12), at + 12));
            case DATA_SECTION -> new BtfType.DataSection(name, size(), variables());
            case FLOAT -> new BtfType.Float(name, size());
            case DECL_TAG -> new BtfType.DeclTag(name, type(), image.int32(at + 12), flag);
            case TYPE_TAG -> new BtfType.TypeTag(name, type(), flag);
            case ENUM64 -> new BtfType.Enum64(name, size(), flag, values64());
            case UNKNOWN -> new BtfType.Unknown(name, kindNumber);
        };
    }

    private int type() {
        return image.reference(at + 8);
    }

    private int size() {
        return image.size32(at + 8, "a size");
    }

    private String name(int nameAt) {
        int offset = image.stringReference(nameAt);
        if (offset == 0) {
            return "";
        }
        nameBudget -= image.stringLength(offset);
        if (nameBudget < 0) {
            throw new BtfFormatException(nameAt, "one type's names are longer than all strings");
        }
        return image.string(offset);
    }

    private BtfType integer(String name) {
        int data = image.int32(at + 12);
        int encoding = data >>> 24;
        if (encoding == 4) {
            encoding = Encoding.BOOL.ordinal();
        } else if (encoding > 2) {
            throw new BtfFormatException(at + 12, "integer encoding " + encoding);
        }
        return new BtfType.Int(name, size(), data & 0xff, data >>> 16 & 0xff, ENCODINGS[encoding]);
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>(length);
        int each = at + TypeIndex.TYPE_SIZE;
        for (int i = 0; i < length; i++, each += 12) {
            int offset = flag ? image.int32(each + 8) & 0xff_ffff : image.size32(each + 8, "a member's offset");
            int bits = flag ? image.int32(each + 8) >>> 24 : 0;
            members.add(new Member(name(each), image.reference(each + 4), offset, bits));
        }
        return members;
    }

    private List<Enumerator> values() {
        List<Enumerator> values = new ArrayList<>(length);
        int each = at + TypeIndex.TYPE_SIZE;
        for (int i = 0; i < length; i++, each += 8) {
            int value = image.int32(each + 4);
            values.add(new Enumerator(name(each), flag ? value : value & 0xffff_ffffL));
        }
        return values;
    }

    private List<Enumerator> values64() {
        List<Enumerator> values = new ArrayList<>(length);
        int each = at + TypeIndex.TYPE_SIZE;
        for (int i = 0; i < length; i++, each += 12) {
            long low = image.int32(each + 4) & 0xffff_ffffL;
            values.add(new Enumerator(name(each), low | (long) image.int32(each + 8) << 32));
        }
        return values;
    }

    private BtfType prototype() {
        int result = type();
        int each = at + TypeIndex.TYPE_SIZE;
        int last = each + (length - 1) * 8;
        // "..." is a last parameter without name and type.
        boolean variadic = length > 0 && image.int32(last) == 0 && image.int32(last + 4) == 0;
        int named = variadic ? length - 1 : length;
        List<Parameter> parameters = new ArrayList<>(named);
        for (int i = 0; i < named; i++, each += 8) {
            parameters.add(new Parameter(name(each), image.reference(each + 4)));
        }
        return new BtfType.FunctionPrototype(result, parameters, variadic);
    }

    private List<SectionVariable> variables() {
        List<SectionVariable> variables = new ArrayList<>(length);
        int each = at + TypeIndex.TYPE_SIZE;
        for (int i = 0; i < length; i++, each += 12) {
            variables.add(new SectionVariable(
                    image.reference(each),
                    image.size32(each + 4, "a variable's offset"),
                    image.size32(each + 8, "a variable's size")));
        }
        return variables;
    }
}
