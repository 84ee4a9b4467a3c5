package dev.skep.lang.check;

import dev.skep.bpf.btf.EnumConstant;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.Target;
import dev.skep.lang.type.KernelTypes;
import dev.skep.lang.type.Type;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a function's type rule may ask while one body is checked for one probe. A rule that finds an error reports it once
 * and returns {@link #error}'s result: whatever contains that stays silent.
 */
public final class CheckContext {
    private final Diagnostics diagnostics;
    private final Inference inference;
    private final EventView event;
    private final Setting setting;
    private final int longestProbeName;
    private final ExprChecker expressions;
    private final StatementChecker statements;

    CheckContext(
            Diagnostics diagnostics,
            Inference inference,
            Variables variables,
            EventView event,
            Setting setting,
            int longestProbeName) {
        this.diagnostics = diagnostics;
        this.inference = inference;
        this.event = event;
        this.setting = setting;
        this.longestProbeName = longestProbeName;
        this.expressions = new ExprChecker(this, variables, setting.names());
        this.statements = new StatementChecker(this, expressions, variables, setting.names());
    }

    // --------------------------------------------------------------------------------------------------- questions

    /** The probe's event. */
    public EventView event() {
        return event;
    }

    public Limits limits() {
        return setting.limits();
    }

    /** What the script sets. */
    public Config config() {
        return setting.config();
    }

    /** The kernel that the script is compiled for: ask only for what the script needs. */
    public Target target() {
        return setting.target();
    }

    /** The kernel's types. */
    public KernelTypes types() {
        return setting.target().types();
    }

    /** Bytes of the longest name among the probes that share the body's source. */
    public int longestProbeName() {
        return longestProbeName;
    }

    /** Whether the user lets the script do more than look. */
    public boolean isUnsafeAllowed() {
        return setting.unsafe();
    }

    Inference inference() {
        return inference;
    }

    ExprChecker expressions() {
        return expressions;
    }

    StatementChecker statements() {
        return statements;
    }

    /** The kernel's constant of a name, or null. */
    @Nullable
    EnumConstant constant(String name) {
        return inference.constant(name, types());
    }

    /** Whether a name means something: a builtin, or a constant of the kernel's. */
    public boolean isKnownName(String name) {
        return setting.names().find(name) != null || constant(name) != null;
    }

    /** Whether conditions that are known beforehand let the program come here. */
    public boolean isReachable() {
        return statements.isReachable();
    }

    /** Checks an expression that decides. */
    public Typed.Expr condition(Ast.Expr expr) {
        return expressions.condition(expr);
    }

    /** Whether a value is known beforehand. */
    public boolean isKnown(Typed.Expr value) {
        return Constants.isKnown(value);
    }

    /** The condition that an expression is, if it is known beforehand; else null. */
    public @Nullable Boolean truth(Typed.Expr condition) {
        return Constants.truth(condition);
    }

    /** Reports the use of what may still change, as the script's config wants it. */
    void unstable(ConfigKey feature, String name, Span span) {
        String rule = setting.config().text(feature);
        String hint = "allow it: config = { " + feature.text() + " = enable }";
        if (rule.equals("error")) {
            error(Code.UNSTABLE_FEATURE, span, name + " feature is not enabled by default: it may still change", hint);
        } else if (rule.equals("warn")) {
            warning(Code.UNSTABLE_FEATURE, span, name + " may still change", hint);
        }
    }

    // --------------------------------------------------------------------------------------------------- arguments

    /** Checks an expression that must have a value. */
    public Typed.Expr value(Ast.Expr expr) {
        return expressions.value(expr);
    }

    /**
     * Checks what a call is short for.
     *
     * @param rule makes it of the call, once
     */
    public Typed.Expr expand(Ast.Call call, Function<Ast.Call, Ast.Expr> rule) {
        return value(inference.expansion(call, rule));
    }

    /** Checks an expression that must be an integer: a number, or a truth value. */
    public Typed.Expr integer(Ast.Call call, Ast.Expr argument) {
        Typed.Expr value = value(argument);
        Type type = value.type();
        if (OperatorRules.isNumber(type) || type instanceof Type.Unknown) {
            return value;
        }
        return wrong(call, argument, "an integer", describe(type));
    }

    /** Checks an expression that must be a constant integer; null after an error. */
    public Typed.@Nullable Constant constant(Ast.Call call, Ast.Expr argument) {
        Typed.Expr value = value(argument);
        Typed.Constant constant = Constants.number(value);
        if (constant != null) {
            return constant;
        }
        if (!(value instanceof Typed.Invalid)) {
            wrong(call, argument, "an integer literal", describe(value.type()));
        }
        return null;
    }

    /** The text of an argument that must be a string literal; null after an error. */
    public Typed.@Nullable Text text(Ast.Call call, Ast.Expr argument) {
        Typed.Expr value = value(argument);
        if (value instanceof Typed.Text text) {
            return text;
        }
        if (!(value instanceof Typed.Invalid)) {
            wrong(call, argument, "a string literal", describe(value.type()));
        }
        return null;
    }

    /**
     * A map as a whole, which must be assigned somewhere; null after an error, or if the argument is no map without keys.
     */
    public Typed.@Nullable MapName map(Ast.Call call, Ast.Expr argument) {
        if (argument instanceof Ast.MapAccess access && access.keys().isEmpty()) {
            return expressions.maps().name(access);
        }
        wrong(call, argument, "a map", argument instanceof Ast.MapAccess ? "one of its values" : "something else");
        return null;
    }

    /** An element of a map that must be assigned somewhere; null after an error. */
    public Typed.@Nullable Element element(Ast.MapAccess access) {
        return expressions.maps().existing(access);
    }

    /** An element of a map by a key that is given as an argument; null after an error. */
    public Typed.@Nullable Element element(Ast.MapAccess map, Ast.Expr key) {
        return expressions.maps().existing(new Ast.MapAccess(map.name(), List.of(key), map.span()));
    }

    /** Whether a call has as many arguments as it needs; if not, that is reported. */
    public boolean arity(Ast.Call call, int least, int most) {
        int given = call.arguments().size();
        if (given >= least && given <= most) {
            return true;
        }
        String rule;
        if (least == most) {
            rule = "requires " + count(least);
        } else {
            rule = given < least ? "requires at least " + count(least) : "takes up to " + count(most);
        }
        error(Code.WRONG_ARGUMENT_COUNT, call.span(), call.name() + "() " + rule + " (" + given + " provided)");
        return false;
    }

    /** Whether the values of a call fit one event; if not, that is reported. */
    public boolean eventFits(Ast.Call call, List<Typed.Expr> values) {
        long size = EventSchema.HEADER;
        for (Typed.Expr value : values) {
            size = (size + 7) / 8 * 8 + value.type().size();
        }
        if (size <= Limits.EVENT_BYTES) {
            return true;
        }
        error(
                Code.EVENT_TOO_BIG,
                call.span(),
                "The values of this " + call.name() + "() take " + size + " bytes: an event has at most "
                        + Limits.EVENT_BYTES,
                "cut strings: str(pointer, 64)");
        return false;
    }

    private static String count(int arguments) {
        return switch (arguments) {
            case 0 -> "no arguments";
            case 1 -> "one argument";
            default -> arguments + " arguments";
        };
    }

    // ------------------------------------------------------------------------------------------------------ errors

    /** Whether a hint that takes long to find is worth it: whether anybody will see it. */
    public boolean wantsHints() {
        return inference.settled() && !diagnostics.isFull();
    }

    /** Reports an error; the result stands for what could not be checked. */
    public Typed.Invalid error(Code code, Span span, String message, String... hints) {
        diagnostics.error(code, span, message, hints);
        return new Typed.Invalid(span);
    }

    public void warning(Code code, Span span, String message, String... hints) {
        diagnostics.warning(code, span, message, hints);
    }

    /** Reports that an argument is not what a function takes. */
    public Typed.Invalid wrong(Ast.Call call, Ast.Expr argument, String expected, String provided) {
        return error(
                Code.WRONG_ARGUMENT,
                argument.span(),
                call.name() + "() expects " + expected + " (" + provided + " provided)");
    }

    /** A type in words that read well behind "provided". */
    public static String describe(Type type) {
        return type instanceof Type.None ? "no value" : "'" + type.text() + "'";
    }
}
