package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The types of a kernel, a module or a program. Reading checks the header and finds the start of every type (2 to 3 ms
 * for the kernel's 126,000 in a JVM that has just started); a type is decoded when it is asked for, and a kind's names are hashed
 * when the first of them is. Nothing but that index is kept: hold on to the records you need.
 *
 * <p>Ids are those of the bytes: what {@code bpf_rdonly_cast}, {@code attach_btf_id} and kfunc calls want. 0 is {@code
 * void}. A method that takes an id throws {@link IllegalArgumentException} if the BTF has no such type; ids in returned
 * records always exist.
 *
 * <p>Every method throws {@link BtfFormatException} where it comes upon bytes that do not follow the format, and nothing
 * else because of the bytes. Time and memory are bounded by their length.
 *
 * <p>Safe for use by several threads.
 */
public final class Btf {
    private final BtfImage image;
    private final KindIndex index;
    private final @Nullable Btf base;

    private Btf(BtfImage image, @Nullable Btf base) {
        this.image = image;
        this.base = base;
        index = new KindIndex(image);
    }

    /**
     * Reads a BTF that stands on its own: {@code /sys/kernel/btf/vmlinux}, a program's, an ELF file's {@code .BTF}
     * section.
     *
     * @param bytes little-endian; kept and not copied, so they must not be changed
     */
    public static Btf read(byte[] bytes) {
        return new Btf(new BtfImage(bytes, null), null);
    }

    /**
     * Reads a BTF that goes on where another ends: {@code /sys/kernel/btf/MODULE} (kernel 5.11), whose base is {@code
     * vmlinux}. The result has the types of both.
     *
     * @param bytes as for {@link #read}
     */
    public static Btf readSplit(Btf base, byte[] bytes) {
        return new Btf(new BtfImage(bytes, base.image), base);
    }

    /** How many ids there are, {@code void} and the base's types included: ids are smaller than this. */
    public int typeCount() {
        return image.typeCount();
    }

    /** The smallest id that is not in the base: 1 if there is none. */
    public int firstId() {
        return image.firstId();
    }

    /** How many bytes of strings there are, the base's included: a split BTF's own start here. */
    int stringEnd() {
        return image.stringEnd();
    }

    /** Where a type stands in its bytes, for errors; 0 for {@code void}. */
    int position(int id) {
        return id == 0 ? 0 : image.owner(id).start(id);
    }

    /** The kind of a type; the type is not decoded. */
    public BtfKind kind(int id) {
        return image.kind(id);
    }

    /** The name of a type, empty if it has none; the rest of the type is not decoded. */
    public String name(int id) {
        BtfImage owner = image.owner(id);
        return id == 0 ? "" : owner.string(owner.stringReference(owner.start(id)));
    }

    /** Decodes a type. Each call makes a new record. */
    public BtfType type(int id) {
        return TypeDecoder.decode(image, id);
    }

    /** All types of a kind, in ascending order. */
    public int[] ids(BtfKind kind) {
        int[] own = index.ids(kind);
        return base == null ? own.clone() : join(base.ids(kind), own);
    }

    /** The type of a kind and name with the smallest id. */
    public OptionalInt find(BtfKind kind, String name) {
        int id = findId(kind, name.getBytes(StandardCharsets.UTF_8));
        return id == 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** All types of a kind and name, in ascending order: static functions and file-local structs may share a name. */
    public int[] findAll(BtfKind kind, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int[] own = index.names(kind).findAll(bytes);
        return base == null ? own : join(base.findAll(kind, name), own);
    }

    /**
     * A type as C and {@link dev.skep.bpf.spec.Relocation.TypeReference} name it. If there is no {@code NAME___FLAVOUR},
     * {@code NAME} is found, as in CO-RE.
     *
     * @param keyword {@code "struct"}, {@code "union"}, {@code "enum"} or {@code "typedef"}
     */
    public OptionalInt find(String keyword, String name) {
        return switch (keyword) {
            case "struct" -> findFlavoured(BtfKind.STRUCT, BtfKind.STRUCT, name);
            case "union" -> findFlavoured(BtfKind.UNION, BtfKind.UNION, name);
            case "enum" -> findFlavoured(BtfKind.ENUM, BtfKind.ENUM64, name);
            case "typedef" -> findFlavoured(BtfKind.TYPEDEF, BtfKind.TYPEDEF, name);
            default -> throw new IllegalArgumentException("'" + keyword + "' is not struct, union, enum or typedef");
        };
    }

    private OptionalInt findFlavoured(BtfKind kind, BtfKind otherKind, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int id = findId(kind, bytes);
        if (id == 0 && kind != otherKind) {
            id = findId(otherKind, bytes);
        }
        if (id != 0) {
            return OptionalInt.of(id);
        }
        int plain = Flavour.start(name);
        return plain == name.length() ? OptionalInt.empty() : findFlavoured(kind, otherKind, name.substring(0, plain));
    }

    private int findId(BtfKind kind, byte[] name) {
        int id = base == null ? 0 : base.findId(kind, name);
        return id == 0 ? index.names(kind).find(name) : id;
    }

    /** Strips typedefs, {@code const}, {@code volatile}, {@code restrict} and type tags. */
    public int resolve(int id) {
        return TypeChain.resolve(image, id);
    }

    /**
     * The size of a type in bytes, typedefs, qualifiers and arrays seen through; a variable has its type's. 0 for what
     * has none: {@code void}, functions, flexible arrays, structs of which only the name is known.
     */
    public int size(int id) {
        return TypeChain.size(image, id);
    }

    /**
     * Finds a field by the name of the type it is in. Where several types share the name, the first that has the path is
     * taken.
     *
     * @param type a struct's, union's or (where there is none) typedef's name without keyword; a flavour ({@code
     *     ___x}) is ignored unless a type has it
     * @param path see {@link #field(int, String)}
     */
    public Optional<Field> field(String type, String path) {
        Field field = fieldOf(BtfKind.STRUCT, type, path);
        if (field == null) {
            field = fieldOf(BtfKind.UNION, type, path);
        }
        if (field == null) {
            field = fieldOf(BtfKind.TYPEDEF, type, path);
        }
        if (field != null) {
            return Optional.of(field);
        }
        int plain = Flavour.start(type);
        return plain == type.length() ? Optional.empty() : field(type.substring(0, plain), path);
    }

    private @Nullable Field fieldOf(BtfKind kind, String type, String path) {
        for (int id : findAll(kind, type)) {
            Field field = FieldFinder.find(image, id, path);
            if (field != null) {
                return field;
            }
        }
        return null;
    }

    /**
     * Finds a field within an object of a type. Pointers are not followed: all of the path is in one object.
     *
     * @param path member names joined by dots, seen through anonymous structs and unions as in C, with {@code [index]}
     *     behind arrays: {@code "se.vruntime"}, {@code "cpus_mask.bits[0]"}
     * @throws IllegalArgumentException if the path is not written so
     */
    public Optional<Field> field(int type, String path) {
        return Optional.ofNullable(FieldFinder.find(image, type, path));
    }

    /** The prototype of a kernel function: a target of fentry, or a kfunc. */
    public Optional<FunctionPrototype> function(String name) {
        int id = findId(BtfKind.FUNCTION, name.getBytes(StandardCharsets.UTF_8));
        return id == 0 ? Optional.empty() : Optional.of(Prototypes.ofFunction(image, id));
    }

    /**
     * What a raw tracepoint passes to its programs: {@code args[0]} of the program is the first parameter. The typedef
     * {@code btf_trace_NAME} says what there is; names come from the functions that the kernel makes beside it.
     *
     * @param name the tracepoint's name, such as {@code sched_switch}
     * @return empty if the kernel has no such tracepoint
     */
    public Optional<FunctionPrototype> rawTracepoint(String name) {
        return Optional.ofNullable(Prototypes.ofRawTracepoint(this, name));
    }

    /** Finds an enumerator ({@code TCP_ESTABLISHED}) in all enums. */
    public Optional<EnumConstant> enumerator(String name) {
        EnumConstant found = Enumerators.find(image, BtfKind.ENUM, ids(BtfKind.ENUM), name);
        if (found == null) {
            found = Enumerators.find(image, BtfKind.ENUM64, ids(BtfKind.ENUM64), name);
        }
        return Optional.ofNullable(found);
    }

    /** The type in C, without a name: {@code const char *}, {@code struct task_struct *}, {@code char[16]}. */
    public String typeName(int id) {
        return new CText(this).typeName(id);
    }

    /** A variable of a type in C, without semicolon: {@code int (*release)(struct inode *, struct file *)}. */
    public String declaration(int id, String name) {
        return new CText(this).declaration(id, name);
    }

    /**
     * The definition of a type in C, with semicolon: the whole struct with its anonymous parts, the enum, the typedef,
     * the function. Lines are indented by tabs; there is no newline at the end. Attributes and padding are left out.
     */
    public String definition(int id) {
        return new CText(this).definition(id);
    }

    static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
