package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/** The rules of {@code sizeof}, {@code offsetof} and {@code typeinfo}: what is known of types, as constants. */
final class Introspection {
    private final CheckContext context;
    private final TypeRules types;

    Introspection(CheckContext context, TypeRules types) {
        this.context = context;
        this.types = types;
    }

    Typed.Expr sizeOf(Ast.SizeOf expr) {
        Type type = types.ofOperand(expr.type());
        if (type == null) {
            return new Typed.Invalid(expr.span());
        }
        boolean open = type instanceof Type.Str string && string.capacity() == TypeRules.OPEN
                || type instanceof Type.Buffer buffer && buffer.capacity() == TypeRules.OPEN;
        if (open || (type.size() == 0 && !(type instanceof Type.Tuple))) {
            return context.error(
                    Code.INCOMPLETE_TYPE,
                    expr.type().span(),
                    "The size of '" + ExprChecker.shorten(expr.type().span()) + "' is not known");
        }
        return size(type.size(), expr.span());
    }

    private static Typed.Constant size(long bytes, Span span) {
        return new Typed.Constant(bytes, Type.Int.UINT64, span);
    }

    Typed.Expr offsetOf(Ast.OffsetOf expr) {
        Type type = types.ofOperand(expr.type());
        if (type == null) {
            return new Typed.Invalid(expr.span());
        }
        long bits = 0;
        for (String field : expr.fields()) {
            if (!(type instanceof Type.Struct struct)) {
                return context.error(
                        Code.NO_FIELDS,
                        expr.span(),
                        "'" + type.text() + "' is not a struct or union",
                        type instanceof Type.Pointer
                                ? new String[] {"take what it points to: offsetof(*pointer, field)"}
                                : new String[0]);
            }
            Member member = struct.layout().member(field);
            if (member == null) {
                return unknown(struct, field, expr);
            }
            if (member.isBitField()) {
                return context.error(
                        Code.NO_ADDRESS,
                        expr.fieldsSpan(),
                        "'" + field + "' is a bit-field: it has no offset in bytes");
            }
            bits += member.bitOffset();
            type = member.type();
        }
        return size(bits / 8, expr.span());
    }

    private Typed.Expr unknown(Type.Struct struct, String field, Ast.OffsetOf expr) {
        List<String> names = new ArrayList<>();
        for (Member member : struct.layout().members()) {
            names.add(member.name());
        }
        return context.error(
                Code.UNKNOWN_FIELD,
                expr.fieldsSpan(),
                "'" + struct.text() + "' has no field named '" + field + "'",
                context.wantsHints() ? Suggestions.hints(field, names) : new String[0]);
    }

    /** A record of what a type is: {@code (btf_id=0, base_ty="int", full_ty="uint64")}. */
    Typed.Expr typeInfo(Ast.TypeInfo expr) {
        context.unstable(ConfigKey.UNSTABLE_TYPEINFO, "typeinfo", expr.span());
        Type type = types.ofOperand(expr.type());
        if (type == null) {
            return new Typed.Invalid(expr.span());
        }
        Typed.Expr id = size(0, expr.span());
        Typed.Expr base = text(base(type), expr.span());
        Typed.Expr full = text(type.text(), expr.span());
        List<Type> types = List.of(id.type(), base.type(), full.type());
        return new Typed.Tuple(
                List.of(id, base, full), new Type.Tuple(types, List.of("btf_id", "base_ty", "full_ty")), expr.span());
    }

    private static Typed.Text text(String text, Span span) {
        Ast.StringLiteral literal = new Ast.StringLiteral(text, span);
        return new Typed.Text(literal, new Type.Str(literal.bytes().length + 1));
    }

    private static String base(Type type) {
        if (type instanceof Type.Int || type instanceof Type.Enum) {
            return "int";
        } else if (type instanceof Type.Bool) {
            return "bool";
        } else if (type instanceof Type.Str) {
            return "string";
        } else if (type instanceof Type.Buffer) {
            return "buffer";
        } else if (type instanceof Type.Pointer) {
            return "pointer";
        } else if (type instanceof Type.Array) {
            return "array";
        } else if (type instanceof Type.Struct) {
            return "c_struct";
        } else if (type instanceof Type.Tuple tuple) {
            return tuple.isRecord() ? "record" : "tuple";
        }
        return type.text();
    }
}
