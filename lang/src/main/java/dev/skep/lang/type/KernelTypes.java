package dev.skep.lang.type;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.EnumConstant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's types in the language's words, from its BTF. A {@code char[16]} is a string, other arrays are arrays;
 * typedefs and qualifiers are seen through; what has no type in the language (a function behind a pointer) is {@code
 * void}, numbers wider than 64 bits are arrays of bytes. BTF is asked for when the first type is.
 */
public final class KernelTypes {
    /** So many typedefs and qualifiers behind each other, or arrays in each other, are no C any more. */
    private static final int MAX_DEPTH = 32;
    /** The kernel's name for what it passes to the programs of an iterator. */
    private static final String ITERATOR = "bpf_iter__";

    private final Supplier<@Nullable Btf> source;
    private final Map<Integer, Type> known = new HashMap<>();
    private @Nullable Btf btf;
    private boolean asked;

    /** @param source gives the BTF, or null where the kernel has none */
    public KernelTypes(Supplier<@Nullable Btf> source) {
        this.source = source;
    }

    /** The BTF itself, or null where the kernel has none. */
    public @Nullable Btf btf() {
        if (!asked) {
            asked = true;
            btf = source.get();
        }
        return btf;
    }

    /**
     * The type of a keyword and name, or null if the kernel has none.
     *
     * @param keyword {@code "struct"}, {@code "union"}, {@code "enum"} or {@code "typedef"}
     */
    public @Nullable Type find(String keyword, String name) {
        Btf types = btf();
        if (types == null) {
            return null;
        }
        OptionalInt id = types.find(keyword, name);
        return id.isEmpty() ? null : type(id.getAsInt());
    }

    /**
     * A struct or union by name, also one that the kernel does not have: that is of no size and has no members.
     *
     * @param keyword {@code "struct"} or {@code "union"}
     */
    public Type.Struct struct(String keyword, String name) {
        return new Type.Struct(keyword + ' ' + name, new NamedLayout(this, keyword, name));
    }

    /** What the kernel has iterators for: {@code task}, {@code bpf_map}; sorted. Costs a look at every struct's name. */
    public List<String> iterators() {
        Btf types = btf();
        List<String> names = new ArrayList<>();
        if (types != null) {
            for (int id : types.ids(BtfKind.STRUCT)) {
                String name = types.name(id);
                // What has two underscores more is another view of one: bpf_iter__task__safe_trusted.
                if (name.startsWith(ITERATOR) && name.indexOf("__", ITERATOR.length()) < 0) {
                    names.add(name.substring(ITERATOR.length()));
                }
            }
            Collections.sort(names);
        }
        return names;
    }

    /** What the program of an iterator finds in its context; a struct of no size if there is no such iterator. */
    public Type.Struct iterator(String name) {
        return struct("struct", iteratorContext(name));
    }

    /** The name of the struct that the program of an iterator finds in its context. */
    public static String iteratorContext(String name) {
        return ITERATOR + name;
    }

    /** The constant of a name among all enums of the kernel, or null. */
    public @Nullable EnumConstant constant(String name) {
        Btf types = btf();
        Optional<EnumConstant> found = types == null ? Optional.empty() : types.enumerator(name);
        return found.orElse(null);
    }

    /** The type of an id of the BTF. */
    public Type type(int id) {
        Type type = known.get(id);
        if (type == null) {
            type = read(id, 0);
            known.put(id, type);
        }
        return type;
    }

    private Type read(int id, int depth) {
        Btf types = btf();
        if (types == null || depth > MAX_DEPTH) {
            return Type.Void.VOID;
        }
        String alias = "";
        int at = id;
        for (int steps = 0; types.type(at) instanceof BtfType.Alias next; steps++) {
            if (steps > MAX_DEPTH) {
                return Type.Void.VOID;
            }
            alias = next instanceof BtfType.Typedef ? next.name() : alias;
            at = next.type();
        }
        BtfType type = types.type(at);
        if (type instanceof BtfType.Int number) {
            return integer(number);
        } else if (type instanceof BtfType.Pointer pointer) {
            return new Type.Pointer(pointee(types, pointer.type(), depth), space(types, pointer.type()));
        } else if (type instanceof BtfType.Array array) {
            return array(types, array, depth);
        } else if (type instanceof BtfType.Composite composite) {
            String keyword = composite.kind() == BtfKind.UNION ? "union" : "struct";
            return new Type.Struct(name(keyword, composite.name(), alias), new BtfLayout(this, types, at));
        } else if (type instanceof BtfType.Enumeration enumeration) {
            Type.Int integer = Type.Int.of(enumeration.size() * 8, enumeration.signed());
            return new Type.Enum(name(enumeration, alias), integer, new BtfEnumConstants(types, at, integer));
        } else if (type instanceof BtfType.Forward forward) {
            return struct(forward.union() ? "union" : "struct", forward.name());
        } else if (type instanceof BtfType.Float number) {
            return new Type.Array(Type.Int.UINT8, number.size());
        }
        return Type.Void.VOID;
    }

    private static String name(String keyword, String name, String alias) {
        if (!name.isEmpty()) {
            return keyword + ' ' + name;
        }
        return alias.isEmpty() ? keyword : alias;
    }

    /** An enum without any name is known by the first of its constants. */
    private static String name(BtfType.Enumeration enumeration, String alias) {
        if (!enumeration.name().isEmpty()
                || !alias.isEmpty()
                || enumeration.values().isEmpty()) {
            return name("enum", enumeration.name(), alias);
        }
        return "enum {" + enumeration.values().getFirst().name() + ", ...}";
    }

    /** A struct behind a pointer is known by its name alone: most are never looked into. */
    private Type pointee(Btf types, int id, int depth) {
        int target = types.resolve(id);
        String name = types.name(target);
        BtfKind kind = types.kind(target);
        if ((kind == BtfKind.STRUCT || kind == BtfKind.UNION) && !name.isEmpty()) {
            return struct(kind == BtfKind.UNION ? "union" : "struct", name);
        }
        return read(id, depth + 1);
    }

    /** Pointers that the kernel's source marks {@code __user} carry a tag (kernel 5.18, built by clang or gcc 16). */
    private static Type.AddressSpace space(Btf types, int id) {
        int at = id;
        for (int steps = 0; steps < MAX_DEPTH && types.type(at) instanceof BtfType.Alias next; steps++) {
            if (next instanceof BtfType.TypeTag && next.name().equals("user")) {
                return Type.AddressSpace.USER;
            }
            at = next.type();
        }
        return Type.AddressSpace.KERNEL;
    }

    private static Type integer(BtfType.Int number) {
        if (number.encoding() == BtfType.Encoding.BOOL && number.size() == 1) {
            return Type.Bool.BOOL;
        }
        boolean power = Integer.bitCount(number.size()) == 1;
        if (!power || number.size() > Long.BYTES) {
            return new Type.Array(Type.Int.UINT8, number.size());
        }
        boolean signed =
                number.encoding() == BtfType.Encoding.SIGNED || number.name().equals("char");
        return Type.Int.of(number.size() * 8, signed);
    }

    private Type array(Btf types, BtfType.Array array, int depth) {
        int element = types.resolve(array.element());
        boolean text = types.type(element) instanceof BtfType.Int number
                && number.name().equals("char")
                && array.length() > 0;
        return text ? new Type.Str(array.length()) : new Type.Array(read(array.element(), depth + 1), array.length());
    }
}
