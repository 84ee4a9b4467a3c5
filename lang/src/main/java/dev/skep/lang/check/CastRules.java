package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of casts, those that programs write and those that a declared type makes.
 *
 * <ul>
 *   <li>To an integer: integers, truth values, enums and addresses are cut, or extended by their own sign; an array of
 *       numbers of the same size is its bytes as one number.
 *   <li>To a truth value: whether it is not 0. To an enum: as to its integer. To a pointer: a number is an address.
 *   <li>To an array: an array or a number of the same size is its bytes, a literal as many as are wanted, a string all that
 *       it has room for. With empty brackets, as many as there are.
 *   <li>To a string or a buffer: the bytes at an address, or of an array or a string, cut or filled up with zeros.
 *   <li>To a tuple or record: element by element.
 * </ul>
 */
final class CastRules {
    private final CheckContext context;

    CastRules(CheckContext context) {
        this.context = context;
    }

    /** {@code (to)operand}. */
    Typed.Expr cast(Type to, Typed.Expr operand, Span span) {
        Type from = operand.type();
        if (from instanceof Type.Unknown) {
            return new Typed.Invalid(span);
        }
        Typed.Expr cast = known(to, operand, span);
        return cast == null
                ? context.error(
                        Code.BAD_CAST,
                        span,
                        "Cannot cast from '" + from.text() + "' to '" + written(to) + "'",
                        hints(to, from))
                : cast;
    }

    private static String written(Type to) {
        if (to instanceof Type.Str string && string.capacity() == TypeRules.OPEN) {
            return "string";
        }
        if (to instanceof Type.Buffer buffer && buffer.capacity() == TypeRules.OPEN) {
            return "buffer";
        }
        return to instanceof Type.Array array && array.count() == TypeRules.OPEN
                ? array.element().text() + "[]"
                : to.text();
    }

    private static String[] hints(Type to, Type from) {
        if (to instanceof Type.Struct struct) {
            return new String[] {"cast to a pointer, and read through it: *(" + struct.text() + " *)..."};
        }
        if (to instanceof Type.Str && from instanceof Type.Int) {
            return new String[] {"str(address) reads a string at an address"};
        }
        if ((to instanceof Type.Array || from instanceof Type.Array) && from.size() != to.size()) {
            return new String[] {"both must have the same size, not " + from.size() + " and " + to.size() + " bytes"};
        }
        return new String[0];
    }

    private Typed.@Nullable Expr known(Type to, Typed.Expr operand, Span span) {
        if (to instanceof Type.Int integer) {
            return integer(integer, operand, span);
        } else if (to instanceof Type.Bool) {
            return bool(operand, span);
        } else if (to instanceof Type.Enum) {
            return isScalar(operand.type()) ? new Typed.Cast(to, operand, span) : null;
        } else if (to instanceof Type.Pointer pointer) {
            return pointer(pointer, operand, span);
        } else if (to instanceof Type.Array array) {
            return array(array, operand, span);
        } else if (to instanceof Type.Str string) {
            return string(string, operand, span);
        } else if (to instanceof Type.Buffer buffer) {
            return buffer(buffer, operand, span);
        } else if (to instanceof Type.Tuple tuple) {
            return tuple(tuple, operand, span);
        }
        return Unification.same(to, operand.type()) ? operand : null;
    }

    private static boolean isScalar(Type type) {
        return OperatorRules.isNumber(type) || type instanceof Type.Pointer;
    }

    private static Typed.@Nullable Expr integer(Type.Int to, Typed.Expr operand, Span span) {
        Typed.Constant constant = Constants.number(operand);
        if (constant != null) {
            return new Typed.Constant(cut(constant.value(), to), to, span);
        }
        Type from = operand.type();
        boolean bytes =
                from instanceof Type.Array array && array.element() instanceof Type.Int && array.size() == to.size();
        return isScalar(from) || bytes ? new Typed.Cast(to, operand, span) : null;
    }

    static long cut(long value, Type.Int to) {
        int unused = 64 - to.bits();
        return to.signed() ? value << unused >> unused : value << unused >>> unused;
    }

    private static Typed.@Nullable Expr bool(Typed.Expr operand, Span span) {
        if (operand.type() instanceof Type.Bool) {
            return operand;
        }
        Typed.Constant constant = Constants.number(operand);
        if (constant != null) {
            return new Typed.Bool(constant.value() != 0, span);
        }
        Typed.Constant zero = new Typed.Constant(0, Type.Int.INT8.asNatural(), span);
        return isScalar(operand.type()) ? new Typed.Compare(Ast.BinaryOperator.NOT_EQUAL, operand, zero, span) : null;
    }

    /** A pointer that is cast leads where it led; a number says nothing of that. */
    private static Typed.@Nullable Expr pointer(Type.Pointer to, Typed.Expr operand, Span span) {
        if (operand.type() instanceof Type.Pointer from) {
            return new Typed.Cast(new Type.Pointer(to.target(), from.space()), operand, span);
        }
        boolean word = operand.type() instanceof Type.Array array && array.size() == to.size();
        return isScalar(operand.type()) || word ? new Typed.Cast(to, operand, span) : null;
    }

    private static Typed.@Nullable Expr array(Type.Array to, Typed.Expr operand, Span span) {
        Type from = operand.type();
        Type element = to.element();
        if (!(element instanceof Type.Int || element instanceof Type.Pointer || element instanceof Type.Bool)) {
            return null;
        }
        int size = from.size();
        boolean literal = Constants.number(operand) != null;
        boolean fits = isScalar(from) || from instanceof Type.Str || from instanceof Type.Array;
        if (!fits || size == 0) {
            return null;
        }
        if (to.count() == TypeRules.OPEN) {
            return size % element.size() == 0
                    ? new Typed.Cast(new Type.Array(element, size / element.size()), operand, span)
                    : null;
        }
        return size == to.size() || (literal && to.size() <= Long.BYTES && powerOfTwo(to.size()))
                ? new Typed.Cast(to, literal ? wide(operand, to.size()) : operand, span)
                : null;
    }

    private static boolean powerOfTwo(int size) {
        return Integer.bitCount(size) == 1;
    }

    /** A literal of so many bytes. */
    private static Typed.Expr wide(Typed.Expr operand, int size) {
        Typed.Constant constant = Constants.number(operand);
        Type.Int type = Type.Int.of(size * 8, true);
        return constant == null ? operand : new Typed.Constant(cut(constant.value(), type), type, operand.span());
    }

    private Typed.@Nullable Expr string(Type.Str to, Typed.Expr operand, Span span) {
        Type from = operand.type();
        if (from instanceof Type.Str whole && (to.capacity() == TypeRules.OPEN || to.capacity() == whole.capacity())) {
            return operand;
        }
        int open = from instanceof Type.Array bytes
                ? bytes.size() + 1
                : context.limits().stringCapacity();
        Type.Str type = to.capacity() == TypeRules.OPEN ? new Type.Str(Math.min(open, Limits.VALUE_BYTES)) : to;
        return isBytes(from) || from instanceof Type.Pointer || from instanceof Type.Str
                ? new Typed.Cast(type, operand, span)
                : null;
    }

    private Typed.@Nullable Expr buffer(Type.Buffer to, Typed.Expr operand, Span span) {
        Type from = operand.type();
        int open = from instanceof Type.Pointer ? context.limits().stringCapacity() : from.size();
        Type.Buffer type = to.capacity() == TypeRules.OPEN ? new Type.Buffer(open) : to;
        boolean bytes = from instanceof Type.Array || from instanceof Type.Pointer || from instanceof Type.Str;
        return bytes ? new Typed.Cast(type, operand, span) : null;
    }

    private static boolean isBytes(Type type) {
        return type instanceof Type.Array array && array.element() instanceof Type.Int element && element.bits() == 8;
    }

    private Typed.@Nullable Expr tuple(Type.Tuple to, Typed.Expr operand, Span span) {
        if (Unification.same(to, operand.type())) {
            return operand;
        }
        if (!(operand instanceof Typed.Tuple tuple)
                || tuple.elements().size() != to.elements().size()) {
            return null;
        }
        List<Typed.Expr> elements = new ArrayList<>(to.elements().size());
        for (int i = 0; i < to.elements().size(); i++) {
            Typed.Expr element = known(to.elements().get(i), tuple.elements().get(i), span);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return new Typed.Tuple(elements, to, span);
    }

    // ----------------------------------------------------------------------------------------------------- declared

    /**
     * The value as it goes into a variable whose type its declaration gives; null if that is no place for it. A number that
     * may not fit is cut, with a warning.
     */
    Typed.@Nullable Expr declared(Type to, Typed.Expr value, boolean warns) {
        Type from = value.type();
        if (to instanceof Type.Int integer && OperatorRules.isNumber(from) && !(from instanceof Type.Bool)) {
            return number(integer, value, warns);
        }
        if (to instanceof Type.Tuple tuple && value instanceof Typed.Tuple) {
            return tuple(tuple, value, value.span());
        }
        Type both = Unification.unify(to, from);
        return both != null && both.is(to) ? value : null;
    }

    private Typed.Expr number(Type.Int to, Typed.Expr value, boolean warns) {
        Typed.Constant constant = Constants.number(value);
        boolean fits;
        if (constant != null) {
            long cut = cut(constant.value(), to);
            boolean large = constant.value() < 0 && !constant.type().signed();
            fits = cut == constant.value() && (constant.value() >= 0 || large != to.signed());
        } else {
            Type.Int from = value.type() instanceof Type.Enum named ? named.integer() : (Type.Int) value.type();
            Type both = Unification.unify(to, from);
            fits = both != null && both.is(to) && !Unification.losesSign(from, to);
        }
        if (!fits && warns) {
            context.warning(
                    Code.NARROWED,
                    value.span(),
                    "A value of type '" + value.type().text() + "' may not fit into the declared type '" + to.text()
                            + "' and is cut to it",
                    "a cast says that this is meant: (" + to.text() + ")...");
        }
        Typed.Expr cut = value.type().is(to) ? value : integer(to, value, value.span());
        return cut == null ? value : cut;
    }
}
