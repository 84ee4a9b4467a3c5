package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.IntegerTypes;
import dev.skep.lang.syntax.TypeName;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the types mean that programs write: the language's own, C's integers, and the kernel's structs, unions, enums and
 * typedefs. What was reported comes back as null.
 */
final class TypeRules {
    /** The capacity of a string or buffer whose brackets are left out; the count of an array. */
    static final int OPEN = 0;

    private static final List<String> OTHER_NAMES = List.of("bool", "string", "buffer", "void");

    private final CheckContext context;
    private final ExprChecker expressions;

    TypeRules(CheckContext context, ExprChecker expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** The type that is written; null after an error. */
    @Nullable
    Type of(TypeName name) {
        if (name instanceof TypeName.Named named) {
            return named(named);
        } else if (name instanceof TypeName.Tagged tagged) {
            return tagged(tagged);
        } else if (name instanceof TypeName.Pointer pointer) {
            return pointer(pointer);
        } else if (name instanceof TypeName.Array array) {
            return array(array);
        }
        return typeOf((TypeName.TypeOf) name);
    }

    /**
     * The type of an operand of {@code sizeof} and its like, where a name may be that of a value: {@code sizeof(pid)}.
     */
    @Nullable
    Type ofOperand(TypeName name) {
        if (name instanceof TypeName.Named named && byName(named.name()) == null) {
            Typed.Expr value = expressions.value(new Ast.Name(named.name(), named.span()));
            return value instanceof Typed.Invalid ? null : value.type();
        }
        return of(name);
    }

    private @Nullable Type named(TypeName.Named name) {
        Type type = byName(name.name());
        if (type == null) {
            unknown("type", name.name(), name.span(), IntegerTypes.NAMES, OTHER_NAMES);
        }
        return type;
    }

    private @Nullable Type byName(String name) {
        return switch (name) {
            case "int8" -> Type.Int.INT8;
            case "int16" -> Type.Int.INT16;
            case "int32" -> Type.Int.INT32;
            case "int64" -> Type.Int.INT64;
            case "uint8" -> Type.Int.UINT8;
            case "uint16" -> Type.Int.UINT16;
            case "uint32" -> Type.Int.UINT32;
            case "uint64" -> Type.Int.UINT64;
            case "string" -> new Type.Str(OPEN);
            case "buffer" -> new Type.Buffer(OPEN);
            default -> CTypes.named(name, context.types());
        };
    }

    private @Nullable Type tagged(TypeName.Tagged name) {
        String keyword = name.tag().text();
        Type type = context.types().find(keyword, name.name());
        if (type != null) {
            return name.tag() == TypeName.Tag.ENUM ? type : context.types().struct(keyword, name.name());
        }
        unknown(keyword, name.name(), name.span());
        return null;
    }

    @SafeVarargs
    private void unknown(String what, String name, Span span, List<String>... candidates) {
        if (!what.equals("type") && context.types().btf() == null) {
            context.error(
                    Code.UNKNOWN_TYPE,
                    span,
                    "Unknown " + what + ": '" + name + "': this kernel does not describe its types (BTF)",
                    "a kernel built with CONFIG_DEBUG_INFO_BTF does");
            return;
        }
        List<String> hints = new ArrayList<>();
        for (List<String> some : candidates) {
            hints.addAll(some);
        }
        if (what.equals("type") && context.types().find("struct", name) != null) {
            context.error(
                    Code.UNKNOWN_TYPE,
                    span,
                    "Unknown type: '" + name + "'",
                    "the kernel has a struct of that name: write struct " + name);
            return;
        }
        context.error(
                Code.UNKNOWN_TYPE,
                span,
                "Unknown " + what + ": '" + name + "'",
                context.wantsHints() ? Suggestions.hints(name, hints) : new String[0]);
    }

    private @Nullable Type pointer(TypeName.Pointer name) {
        Type target = of(name.target());
        return target == null ? null : new Type.Pointer(target, context.event().addresses());
    }

    private @Nullable Type array(TypeName.Array name) {
        Type element = of(name.element());
        Ast.Expr written = name.count();
        int count = written == null ? OPEN : count(written);
        if (element == null || count < 0) {
            return null;
        }
        boolean string = element instanceof Type.Str text && text.capacity() == OPEN;
        boolean buffer = element instanceof Type.Buffer bytes && bytes.capacity() == OPEN;
        int size = string || buffer ? 1 : element.size();
        if (size == 0) {
            context.error(Code.UNKNOWN_TYPE, name.span(), "There are no arrays of '" + element.text() + "'");
            return null;
        }
        if (count > Limits.VALUE_BYTES / size) {
            context.error(
                    Code.TYPE_TOO_BIG,
                    name.span(),
                    "'" + ExprChecker.shorten(name.span()) + "' is too big: a value has at most " + Limits.VALUE_BYTES
                            + " bytes");
            return null;
        }
        return string ? new Type.Str(count) : buffer ? new Type.Buffer(count) : new Type.Array(element, count);
    }

    /** The number in the brackets of an array; -1 after an error. */
    private int count(Ast.Expr written) {
        Typed.Expr typed = expressions.value(written);
        if (typed instanceof Typed.Constant constant && constant.value() > 0) {
            return (int) Math.min(constant.value(), Integer.MAX_VALUE);
        }
        if (!(typed instanceof Typed.Invalid)) {
            context.error(
                    Code.WRONG_ARGUMENT, written.span(), "The size of an array is a number above 0, known beforehand");
        }
        return -1;
    }

    private @Nullable Type typeOf(TypeName.TypeOf name) {
        if (name.operand() instanceof Ast.TypeExpr type) {
            return of(type.type());
        }
        Typed.Expr value = expressions.value(name.operand());
        if (value instanceof Typed.Invalid) {
            return null;
        }
        return value.type() instanceof Type.Int integer ? Type.Int.of(integer.bits(), integer.signed()) : value.type();
    }
}
