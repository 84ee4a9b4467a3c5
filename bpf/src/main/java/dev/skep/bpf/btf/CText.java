package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Composite;
import dev.skep.bpf.btf.BtfType.Enumeration;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;

/**
 * Writes types in C, spaced as the kernel is. One object writes one text. What hostile types can make it do is bounded:
 * every step writes something, and the text is; types are decoded only where their insides are written.
 */
final class CText {
    /** The kernel's longest definition has less than 100,000 characters. */
    private static final int MAX_CHARACTERS = 4_000_000;

    /** How deep anonymous structs and parameter lists may stand in each other. */
    private static final int MAX_DEPTH = 32;

    private final Btf btf;
    private final int[] open = new int[MAX_DEPTH];
    private int written;
    private int depth;
    private int budget = MAX_CHARACTERS;

    CText(Btf btf) {
        this.btf = btf;
    }

    /** See {@link Btf#typeName}. */
    String typeName(int id) {
        return declaration(id, "");
    }

    /** See {@link Btf#declaration}. */
    String declaration(int id, String name) {
        written = id;

        return declare(id, name, -1);
    }

    /** See {@link Btf#definition}. */
    String definition(int id) {
        written = id;
        BtfType type = btf.type(id);
        if (type instanceof BtfType.Typedef typedef) {
            return "typedef " + declare(typedef.type(), typedef.name(), 0) + ";";
        }
        if (type instanceof BtfType.Function function) {
            return linkage(function.linkage()) + declare(function.prototype(), function.name(), 0) + ";";
        }
        if (type instanceof BtfType.Variable variable) {
            return linkage(variable.linkage()) + declare(variable.type(), variable.name(), 0) + ";";
        }
        if (type instanceof BtfType.DataSection section) {
            return section(section);
        }
        return hasBody(type.kind()) ? body(id, 0) + ";" : declare(id, "", 0) + ";";
    }

    private static String linkage(Linkage linkage) {
        return switch (linkage) {
            case STATIC -> "static ";
            case GLOBAL -> "";
            case EXTERN -> "extern ";
        };
    }

    private String section(BtfType.DataSection section) {
        StringBuilder out = new StringBuilder("/* section ");
        out.append(section.name()).append(", ").append(section.size()).append(" bytes */");
        for (SectionVariable in : section.variables()) {
            out.append(spent("\n"));
            if (btf.kind(in.type()) == BtfKind.VARIABLE) {
                BtfType.Variable variable = (BtfType.Variable) btf.type(in.type());
                out.append(linkage(variable.linkage()));
                out.append(declare(variable.type(), variable.name(), -1)).append(';');
            } else {
                out.append(declare(in.type(), "", -1)).append(';');
            }
        }
        return out.toString();
    }

    /**
     * A declaration, made from the name outwards: each pointer, array and prototype wraps what is there so far, and what
     * remains is the type that stands in front.
     *
     * @param indent how many tabs the line has, where anonymous types are written out; -1 where they are not
     */
    private String declare(int id, String name, int indent) {
        String declarator = name;
        String qualifiers = "";
        int at = id;
        for (int i = 0; i < TypeChain.MAX_LENGTH; i++) {
            BtfKind kind = btf.kind(at);
            if (kind == BtfKind.POINTER) {
                String star =
                        qualifiers.isEmpty() ? "*" : declarator.isEmpty() ? "* " + qualifiers : "* " + qualifiers + " ";
                declarator = spent(star + declarator);
                qualifiers = "";
                at = ((BtfType.Pointer) btf.type(at)).type();
            } else if (kind == BtfKind.ARRAY) {
                BtfType.Array array = (BtfType.Array) btf.type(at);
                declarator = spent(grouped(declarator) + "[" + array.length() + "]");
                at = array.element();
            } else if (kind == BtfKind.FUNCTION_PROTOTYPE) {
                FunctionPrototype prototype = (FunctionPrototype) btf.type(at);
                declarator = spent(grouped(declarator) + "(" + parameters(at, prototype, indent) + ")");
                qualifiers = "";
                at = prototype.result();
            } else if (kind == BtfKind.CONST || kind == BtfKind.VOLATILE || kind == BtfKind.RESTRICT) {
                String word = kind == BtfKind.CONST ? "const" : kind == BtfKind.VOLATILE ? "volatile" : "restrict";
                // Once is enough: a const array of const elements has it twice.
                if (!qualifiers.contains(word)) {
                    qualifiers = qualifiers.isEmpty() ? word : qualifiers + " " + word;
                }
                at = ((BtfType.Alias) btf.type(at)).type();
            } else if (kind == BtfKind.TYPE_TAG) {
                at = ((BtfType.Alias) btf.type(at)).type();
            } else {
                String front =
                        indent >= 0 && hasBody(kind) && btf.name(at).isEmpty() ? body(at, indent) : reference(at);
                String space = declarator.isEmpty() || declarator.startsWith("[") ? "" : " ";
                return spent((qualifiers.isEmpty() ? "" : qualifiers + " ") + front + space + declarator);
            }
        }
        throw malformed(id, "leads through more than " + TypeChain.MAX_LENGTH + " others");
    }

    /** A pointer to an array or function needs brackets. */
    private static String grouped(String declarator) {
        return declarator.startsWith("*") ? "(" + declarator + ")" : declarator;
    }

    private String parameters(int id, FunctionPrototype prototype, int indent) {
        if (prototype.parameters().isEmpty() && !prototype.variadic()) {
            return "void";
        }
        enter(id);
        StringBuilder out = new StringBuilder();
        for (Parameter parameter : prototype.parameters()) {
            out.append(out.isEmpty() ? "" : ", ");
            out.append(declare(parameter.type(), parameter.name(), indent));
        }
        if (prototype.variadic()) {
            out.append(out.isEmpty() ? "..." : ", ...");
        }
        depth--;
        return out.toString();
    }

    /** A type by keyword and name. */
    private String reference(int id) {
        String name = btf.name(id);
        String keyword = keyword(id);
        if (keyword.isEmpty()) {
            return name.isEmpty() ? "void" : name;
        }
        return keyword + " " + (name.isEmpty() ? "{...}" : name);
    }

    private String keyword(int id) {
        BtfKind kind = btf.kind(id);
        if (kind == BtfKind.ENUM || kind == BtfKind.ENUM64) {
            return "enum";
        }
        boolean union = kind == BtfKind.UNION;
        if (kind == BtfKind.FORWARD) {
            union = ((BtfType.Forward) btf.type(id)).union();
        }
        return union ? "union" : kind == BtfKind.STRUCT || kind == BtfKind.FORWARD ? "struct" : "";
    }

    private static boolean hasBody(BtfKind kind) {
        return kind == BtfKind.STRUCT || kind == BtfKind.UNION || kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
    }

    /** A struct, union or enum with its insides. */
    private String body(int id, int indent) {
        enter(id);
        BtfType type = btf.type(id);
        StringBuilder out = new StringBuilder(keyword(id));
        out.append(type.name().isEmpty() ? "" : " ").append(type.name()).append(" {");
        String margin = "\n" + "\t".repeat(indent);
        int before = out.length();
        if (type instanceof Composite composite) {
            for (Member member : composite.members()) {
                out.append(spent(margin)).append('\t').append(declare(member.type(), member.name(), indent + 1));
                out.append(member.bitSize() == 0 ? "" : ": " + member.bitSize()).append(';');
            }
        } else if (type instanceof Enumeration enumeration) {
            for (Enumerator value : enumeration.values()) {
                out.append(spent(margin + "\t" + value.name() + " = " + number(enumeration, value.value()) + ","));
            }
        }
        depth--;
        return out.append(out.length() == before ? "" : margin).append('}').toString();
    }

    private static String number(Enumeration enumeration, long value) {
        String digits = enumeration.signed() ? Long.toString(value) : Long.toUnsignedString(value);
        return enumeration.kind() == BtfKind.ENUM ? digits : digits + (enumeration.signed() ? "LL" : "ULL");
    }

    /** Goes into a type, which must not be written inside itself. */
    private void enter(int id) {
        boolean within = false;
        for (int i = 0; i < depth; i++) {
            within |= open[i] == id;
        }
        if (within || depth == MAX_DEPTH) {
            throw malformed(id, within ? "stands in itself" : "stands too deep in others");
        }
        open[depth++] = id;
    }

    private String spent(String text) {
        budget -= text.length();
        if (budget < 0) {
            throw malformed(written, "is longer than " + MAX_CHARACTERS + " characters in C");
        }
        return text;
    }

    private BtfFormatException malformed(int id, String problem) {
        return new BtfFormatException(btf.position(id), "type " + id + " " + problem);
    }
}
