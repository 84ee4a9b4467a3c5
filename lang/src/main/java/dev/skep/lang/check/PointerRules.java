package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/**
 * The rules of addresses, as C has them: {@code p + n} is {@code n} values further on, {@code p[n]} the value there,
 * {@code *p} the one at hand. In the typed tree distances are bytes. Two addresses are compared, and nothing else.
 */
final class PointerRules {
    private final CheckContext context;

    PointerRules(CheckContext context) {
        this.context = context;
    }

    /** {@code p + n}, {@code n + p}, {@code p - n}. */
    Typed.Expr arithmetic(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        boolean adds = operator == Ast.BinaryOperator.ADD;
        boolean swap = adds && right.type() instanceof Type.Pointer;
        Typed.Expr address = swap ? right : left;
        Typed.Expr distance = swap ? left : right;
        if (!(adds || operator == Ast.BinaryOperator.SUBTRACT)
                || !(address.type() instanceof Type.Pointer)
                || !OperatorRules.isNumber(distance.type())) {
            return OperatorRules.unusable(context, operator, left, right, span);
        }
        return moved(operator, address, distance, span);
    }

    /** The address so many values away. */
    private Typed.Expr moved(Ast.BinaryOperator operator, Typed.Expr address, Typed.Expr distance, Span span) {
        Type.Pointer pointer = (Type.Pointer) address.type();
        int size = stride(pointer);
        if (size == 0) {
            return unsized(pointer, span);
        }
        Typed.Expr bytes = distance;
        if (distance instanceof Typed.Constant constant) {
            long product = constant.value() * size;
            bytes = new Typed.Constant(product, Type.Int.holding(product, false), distance.span());
        } else if (size > 1) {
            Typed.Constant factor = new Typed.Constant(size, Type.Int.holding(size, false), distance.span());
            bytes = new Typed.Arithmetic(
                    Ast.BinaryOperator.MULTIPLY, distance, factor, true, Type.Int.INT64, distance.span());
        }
        return new Typed.Arithmetic(operator, address, bytes, false, pointer, span);
    }

    /** Bytes from one value to the next; what points to nothing known counts in bytes. 0 if it is not known. */
    static int stride(Type.Pointer pointer) {
        return pointer.target() instanceof Type.Void ? 1 : pointer.target().size();
    }

    /** An error for what needs the size of what is pointed to, and the kernel has it by name only. */
    Typed.Invalid unsized(Type.Pointer pointer, Span span) {
        return context.error(
                Code.INCOMPLETE_TYPE,
                span,
                "Nothing is known of '" + pointer.target().text() + "' but its name",
                "cast the pointer to one of a known type");
    }

    /** {@code p[n]}. */
    Typed.Expr element(Typed.Expr address, Typed.Expr index, Span span) {
        Typed.Expr moved = index instanceof Typed.Constant zero && zero.value() == 0
                ? address
                : moved(Ast.BinaryOperator.ADD, address, index, span);
        return moved instanceof Typed.Invalid ? moved : dereference(moved, span);
    }

    /** {@code *p}. */
    Typed.Expr dereference(Typed.Expr address, Span span) {
        if (address instanceof Typed.Invalid) {
            return address;
        }
        if (!(address.type() instanceof Type.Pointer pointer)) {
            return context.error(
                    Code.NOT_A_POINTER,
                    span,
                    "Can not dereference '" + address.type().text() + "': it is no pointer",
                    address.type() instanceof Type.Int
                            ? "cast it to one, to an int32 for example: *(int32 *)..."
                            : "take the value as it is");
        }
        if (pointer.target() instanceof Type.Void) {
            return context.error(
                    Code.INCOMPLETE_TYPE,
                    span,
                    "A '" + pointer.text() + "' says nothing of what it points to",
                    "cast it, to an int32 for example: *(int32 *)...");
        }
        if (pointer.target().size() == 0) {
            return unsized(pointer, span);
        }
        return new Typed.Dereference(address, pointer.target(), span);
    }

    /** {@code &object}. */
    Typed.Expr addressOf(Typed.Expr object, Span span) {
        if (object instanceof Typed.Dereference whole) {
            return whole.pointer();
        }
        Type.AddressSpace space = Type.AddressSpace.KERNEL;
        if (object instanceof Typed.StructMember member) {
            if (member.member().isBitField()) {
                return context.error(Code.NO_ADDRESS, span, "A bit-field has no address of its own");
            }
            space = space(object);
        } else if (object instanceof Typed.Index) {
            space = space(object);
        } else if (!(object instanceof Typed.Variable || object instanceof Typed.MapValue)) {
            return object instanceof Typed.Invalid
                    ? object
                    : context.error(
                            Code.NO_ADDRESS,
                            span,
                            "Only variables, values of maps and what pointers lead to have an address",
                            "assign the value to a variable first");
        }
        if (!isInMemory(object)) {
            return context.error(Code.NO_ADDRESS, span, "'" + ExprChecker.shorten(object.span()) + "' has no address");
        }
        if (root(object) instanceof Typed.Variable variable) {
            variable.variable().takeAddress();
        }
        return new Typed.AddressOf(object, new Type.Pointer(object.type(), space), span);
    }

    /** Whether the outermost object that a member or element is a part of lies where an address leads to. */
    private static boolean isInMemory(Typed.Expr object) {
        Typed.Expr at = root(object);
        return at instanceof Typed.Dereference || at instanceof Typed.Variable || at instanceof Typed.MapValue;
    }

    /** The object that a chain of members and elements starts in. */
    private static Typed.Expr root(Typed.Expr object) {
        Typed.Expr at = object;
        while (true) {
            if (at instanceof Typed.StructMember member) {
                at = member.object();
            } else if (at instanceof Typed.Index index) {
                at = index.array();
            } else {
                return at;
            }
        }
    }

    /** Where an object lies: addresses inside a process's memory lead into it. */
    static Type.AddressSpace space(Typed.Expr object) {
        return root(object) instanceof Typed.Dereference whole
                        && whole.pointer().type() instanceof Type.Pointer pointer
                ? pointer.space()
                : Type.AddressSpace.KERNEL;
    }

    /** The type of what is read out of an object: pointers in a process's memory are its own. */
    static Type readFrom(Typed.Expr object, Type type) {
        return type instanceof Type.Pointer pointer && space(object) == Type.AddressSpace.USER
                ? new Type.Pointer(pointer.target(), Type.AddressSpace.USER)
                : type;
    }
}
