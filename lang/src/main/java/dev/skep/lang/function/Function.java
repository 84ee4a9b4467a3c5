package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;

/**
 * A builtin or a function of the language, everything about it in one class. A new one is written here and entered into
 * {@link Functions}. It holds no state: what one call is about stands in the {@link Typed.Call} that {@link #check} makes
 * and that the lowering gets back.
 */
public abstract class Function {
    private final String name;

    /** @param name as programs write it */
    protected Function(String name) {
        this.name = name;
    }

    /** As programs write it. */
    public final String name() {
        return name;
    }

    /** Whether it may stand without parentheses, as builtins do: {@code pid}. */
    public boolean bare() {
        return false;
    }

    /** Whether a call that has a value also changes something. */
    public boolean effects() {
        return false;
    }

    /** Whether the value is the address of what the kernel hands to the program, which programs read in ways of its own. */
    public boolean isContext() {
        return false;
    }

    /** Whether a call does nothing but to send an event, and the program goes on behind it. */
    public boolean onlySends() {
        return false;
    }

    /** Whether it leaves a map that it is given as a whole as it is. */
    public boolean onlyReads() {
        return false;
    }

    /** Whether it removes all elements of a map that it is given as a whole. */
    public boolean clears() {
        return false;
    }

    /** Whether it removes the element that it is given. */
    public boolean deletes() {
        return false;
    }

    /**
     * The type rule. Reports what is wrong with a call, once, at the argument that is wrong.
     *
     * @param call without arguments if it stands without parentheses
     * @return the typed call, or whatever it amounts to; {@link Typed.Invalid} after an error
     */
    public abstract Typed.Expr check(Ast.Call call, CheckContext context);

    /**
     * Writes the instructions of a call whose value fits a register, or that has none.
     *
     * @return the value; 0 where there is none
     */
    public Operand lower(Typed.Call call, Lowering lowering) {
        throw new IllegalStateException(name + "() gives no value for a register");
    }

    /** Writes the instructions of a call whose value, one that fits a register, nobody wants. */
    public void lowerForEffect(Typed.Call call, Lowering lowering) {
        lower(call, lowering);
    }

    /**
     * Whether a statement and one behind it together mean more than one after the other. Both are calls that have no value;
     * what stands between only {@linkplain #onlySends sends}.
     */
    public boolean joins(Typed.Call call, Typed.Call next) {
        return false;
    }

    /** Writes the instructions of two calls that it {@link #joins}. */
    public void lowerBoth(Typed.Call call, Typed.Call next, Lowering lowering) {
        throw new IllegalStateException(name + "() and what follows it are two");
    }

    /**
     * Writes the instructions of a call whose value lies in memory, a string: as many bytes as the call's type has, the
     * ones behind the NUL zeroed if the place wants that. The arguments are evaluated before anything is written: the place
     * may be a variable that they read.
     */
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        throw new IllegalStateException(name + "() gives no value in memory");
    }
}
