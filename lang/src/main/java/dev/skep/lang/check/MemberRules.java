package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of {@code object.member} and {@code object[index]}: fields of events, members of structs and unions (a pointer
 * to one is followed), elements of tuples, records, arrays and strings.
 */
final class MemberRules {
    /** So deep lie anonymous structs in each other whose members are suggested. */
    private static final int DEEPEST = 8;

    private final CheckContext context;
    private final PointerRules pointers;

    MemberRules(CheckContext context, PointerRules pointers) {
        this.context = context;
        this.pointers = pointers;
    }

    /** A member of an object that was checked. */
    Typed.Expr member(Ast.Member expr, Typed.Expr object) {
        Type type = object.type();
        if (type instanceof Type.Unknown) {
            return new Typed.Invalid(expr.span());
        }
        if (type instanceof Type.Args) {
            return field(expr);
        }
        if (type instanceof Type.Tuple tuple) {
            return tuple.isRecord() ? recordField(expr, object, tuple) : tupleElement(expr, object, tuple);
        }
        if (type instanceof Type.Struct struct) {
            return structMember(expr, object, struct);
        }
        if (type instanceof Type.Pointer pointer && pointer.target() instanceof Type.Struct struct) {
            return structMember(expr, new Typed.Dereference(object, struct, object.span()), struct);
        }
        return context.error(
                Code.NO_FIELDS,
                expr.fieldSpan(),
                "Can not access field '" + expr.field() + "' on expression of type '" + type.text() + "'",
                type instanceof Type.Int || type instanceof Type.Pointer
                        ? new String[] {"cast it to a pointer to a struct: ((struct task_struct *)...)." + expr.field()}
                        : new String[0]);
    }

    private Typed.Expr field(Ast.Member expr) {
        var field = context.event().field(expr.field());
        if (field == null) {
            return context.error(
                    Code.UNKNOWN_FIELD,
                    expr.fieldSpan(),
                    "'" + context.event().name() + "' has no field '" + expr.field() + "'",
                    Suggestions.hints(expr.field(), context.event().fieldNames()));
        }
        if (EventView.isHidden(field)) {
            return context.error(
                    Code.HIDDEN_FIELD,
                    expr.fieldSpan(),
                    "The kernel does not show '" + expr.field() + "' to programs",
                    "pid, tid, comm and cpu are there in every probe");
        }
        Type type = FieldTypes.of(field, context);
        if (type == null) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    expr.span(),
                    "Field '" + expr.field() + "' is a '" + field.type() + "' of " + field.size()
                            + " bytes: reading such fields is not supported yet");
        }
        return new Typed.Field(field, type, expr.span());
    }

    private Typed.Expr structMember(Ast.Member expr, Typed.Expr object, Type.Struct struct) {
        Member member = struct.layout().member(expr.field());
        if (member == null) {
            return unknownMember(expr, struct);
        }
        Type type = PointerRules.readFrom(object, member.type());
        if (type instanceof Type.Void) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    expr.span(),
                    "The language has no type for the member '" + expr.field() + "' of '" + struct.text() + "'");
        }
        Typed.Expr typed = new Typed.StructMember(object, member, type, expr.span());
        if (type instanceof Type.Array open && open.count() == 0) {
            // Its elements follow behind the struct, as many as its maker wanted: it is the address of the first.
            Type element = PointerRules.readFrom(object, open.element());
            return new Typed.AddressOf(typed, new Type.Pointer(element, PointerRules.space(object)), expr.span());
        }
        return typed;
    }

    private Typed.Expr unknownMember(Ast.Member expr, Type.Struct struct) {
        List<String> names = new ArrayList<>();
        names(struct, 0, names);
        if (names.isEmpty()) {
            return pointers.unsized(new Type.Pointer(struct, Type.AddressSpace.KERNEL), expr.span());
        }
        return context.error(
                Code.UNKNOWN_FIELD,
                expr.fieldSpan(),
                "'" + struct.text() + "' has no field named '" + expr.field() + "'",
                context.wantsHints() ? Suggestions.hints(expr.field(), names) : new String[0]);
    }

    private static void names(Type.Struct struct, int depth, List<String> names) {
        for (Member member : struct.layout().members()) {
            if (!member.name().isEmpty()) {
                names.add(member.name());
            } else if (member.type() instanceof Type.Struct inner && depth < DEEPEST) {
                names(inner, depth + 1, names);
            }
        }
    }

    // ------------------------------------------------------------------------------------------- tuples and records

    private Typed.Expr recordField(Ast.Member expr, Typed.Expr object, Type.Tuple record) {
        int index = record.names().indexOf(expr.field());
        if (index < 0) {
            return context.error(
                    Code.UNKNOWN_FIELD,
                    expr.fieldSpan(),
                    "The record '" + record.text() + "' has no field named '" + expr.field() + "'",
                    Suggestions.hints(expr.field(), record.names()));
        }
        return new Typed.TupleElement(object, index, expr.span());
    }

    private Typed.Expr tupleElement(Ast.Member expr, Typed.Expr object, Type.Tuple tuple) {
        return tupleElement(index(expr.field()), expr.field(), expr.fieldSpan(), object, tuple, expr.span());
    }

    private Typed.Expr tupleElement(
            long index, String written, Span indexSpan, Typed.Expr object, Type.Tuple tuple, Span span) {
        int count = tuple.elements().size();
        if (index < 0 || index >= count) {
            return context.error(
                    Code.BAD_TUPLE_INDEX,
                    indexSpan,
                    "Invalid tuple index: " + written + ". Found " + count + " elements in tuple.",
                    "elements are counted from 0");
        }
        return new Typed.TupleElement(object, (int) index, span);
    }

    private static int index(String field) {
        int index = 0;
        for (int i = 0; i < field.length(); i++) {
            int digit = field.charAt(i) - '0';
            if (digit < 0 || digit > 9 || index > 1000) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index;
    }

    // ------------------------------------------------------------------------------------------------------ elements

    /** {@code object[index]}. */
    Typed.Expr index(Typed.Expr object, Typed.Expr index, Span span) {
        if (object instanceof Typed.Invalid || index instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        Type type = object.type();
        if (!OperatorRules.isNumber(index.type())) {
            return context.error(
                    Code.BAD_INDEX,
                    index.span(),
                    "The array index operator [] takes an integer, not '"
                            + index.type().text() + "'");
        }
        if (type instanceof Type.Tuple tuple) {
            return index instanceof Typed.Constant constant
                    ? tupleElement(constant.value(), Long.toString(constant.value()), index.span(), object, tuple, span)
                    : context.error(
                            Code.BAD_TUPLE_INDEX, index.span(), "The index of a tuple is a number, known beforehand");
        }
        if (type instanceof Type.Pointer) {
            return pointers.element(object, index, span);
        }
        if (type instanceof Type.Str string) {
            return inBounds(index, string.capacity(), type)
                    ? new Typed.Index(object, index, Type.Int.INT8, span)
                    : new Typed.Invalid(span);
        }
        if (type instanceof Type.Array array) {
            return array(object, index, array, span);
        }
        return context.error(
                Code.BAD_INDEX,
                span,
                "The array index operator [] can only be used on arrays and pointers, found '" + type.text() + "'.");
    }

    private Typed.Expr array(Typed.Expr object, Typed.Expr index, Type.Array array, Span span) {
        Type element = PointerRules.readFrom(object, array.element());
        return inBounds(index, array.count(), array)
                ? new Typed.Index(object, index, element, span)
                : new Typed.Invalid(span);
    }

    private boolean inBounds(Typed.Expr index, int count, Type type) {
        if (!(index instanceof Typed.Constant constant) || (constant.value() >= 0 && constant.value() < count)) {
            return true;
        }
        context.error(
                Code.BAD_INDEX,
                index.span(),
                "the index " + constant.value() + " is out of bounds for array of size " + count + ", a '" + type.text()
                        + "'",
                "elements are counted from 0");
        return false;
    }

    // --------------------------------------------------------------------------------------------------------- making

    /** A tuple of values, or a record if there are names; invalid if one of the values is. */
    Typed.Expr tuple(List<Typed.Expr> elements, List<String> names, Span span) {
        List<Type> types = new ArrayList<>(elements.size());
        for (Typed.Expr element : elements) {
            if (element instanceof Typed.Invalid) {
                return new Typed.Invalid(span);
            }
            types.add(element.type());
        }
        Type.Tuple type = new Type.Tuple(types, names);
        String problem = SizeRules.problem(type);
        if (problem != null) {
            return context.error(Code.TUPLE_TOO_BIG, span, problem);
        }
        return new Typed.Tuple(elements, type, span);
    }
}
