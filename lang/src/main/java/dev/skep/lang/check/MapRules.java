package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of maps: all uses of one agree on whether it has keys, on their types, and on the type of its values. */
final class MapRules {
    private final CheckContext context;
    private final ExprChecker expressions;

    MapRules(CheckContext context, ExprChecker expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** A map as a whole; null after an error. */
    Typed.@Nullable MapName name(Ast.MapAccess access) {
        MapSymbol map = context.inference().map(access.name());
        return exists(map, access) ? new Typed.MapName(map, access.span()) : null;
    }

    /** An element that is read or deleted; null after an error. */
    Typed.@Nullable Element existing(Ast.MapAccess access) {
        MapSymbol map = context.inference().map(access.name());
        Typed.Expr key = key(access);
        boolean exists = exists(map, access);
        if (key instanceof Typed.Invalid || !exists) {
            return null;
        }
        return element(map, key, access);
    }

    /** An element that is given a value of a type by {@code statement}; null after an error. */
    Typed.@Nullable Element assigned(Ast.MapAccess access, Type value, Span statement) {
        MapSymbol map = context.inference().map(access.name());
        Typed.Expr key = key(access);
        if (key instanceof Typed.Invalid || value instanceof Type.Unknown) {
            context.inference().reportOnce(map);
            return null;
        }
        Typed.Element element = element(map, key, access);
        if (element == null) {
            return null;
        }
        if (map.widenValue(value, context.inference())) {
            return element;
        }
        context.error(
                Code.MAP_VALUE_TYPE,
                statement,
                "Type mismatch for " + map.name() + ": trying to assign value of type '" + value.text()
                        + "' when map already has a type '" + map.value().text() + "'",
                hint(value, map.value()));
        return null;
    }

    /** An element whose integer is changed by {@code statement}; null after an error. */
    Typed.@Nullable Element updated(Ast.MapAccess access, Type.Int by, Span statement) {
        MapSymbol map = context.inference().map(access.name());
        map.readValue();
        // What is unsigned stays so when something is taken from it.
        Type.Int now = map.value() instanceof Type.Int integer && !integer.natural() ? integer : by;
        return assigned(access, now.withBits(64), statement);
    }

    /** Whether a map's values are numbers, as other uses say. */
    boolean holdsNumbers(Ast.MapAccess access) {
        MapSymbol map = context.inference().map(access.name());
        map.readValue();
        return map.value() instanceof Type.Int;
    }

    /** The integer that an aggregate amounts to, or null if it is more than a number. */
    static Type.@Nullable Int amount(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Count) {
            return Type.Int.INT64.asNatural();
        } else if (aggregate instanceof Aggregate.Sum sum) {
            return Type.Int.of(64, sum.signed());
        } else if (aggregate instanceof Aggregate.Min min) {
            return Type.Int.of(64, min.signed());
        } else if (aggregate instanceof Aggregate.Max max) {
            return Type.Int.of(64, max.signed());
        } else if (aggregate instanceof Aggregate.Avg avg) {
            return Type.Int.of(64, avg.signed());
        }
        return null;
    }

    private static String[] hint(Type value, Type map) {
        return value instanceof Aggregate != map instanceof Aggregate
                ? new String[] {"a map that a function like count() fills is changed by that function only"}
                : new String[0];
    }

    private boolean exists(MapSymbol map, Ast.MapAccess access) {
        map.readValue();
        if (map.assigned()) {
            return true;
        }
        if (context.inference().reportOnce(map)) {
            context.error(Code.UNDEFINED_MAP, access.span(), "Undefined map: " + map.name(), near(map));
        }
        return false;
    }

    private String[] near(MapSymbol map) {
        List<String> others = new ArrayList<>();
        if (context.wantsHints()) {
            for (MapSymbol other : context.inference().maps()) {
                if (other.assigned()) {
                    others.add(other.name().substring(1));
                }
            }
        }
        return ExprChecker.nearNames('@', map.name().substring(1), others);
    }

    /** The keys as a tuple: what stands in the brackets, or the elements of the one tuple there; null for no keys. */
    private Typed.@Nullable Expr key(Ast.MapAccess access) {
        if (access.keys().isEmpty()) {
            return null;
        }
        List<Typed.Expr> keys = expressions.values(access.keys());
        boolean tuple = keys.size() == 1
                && keys.getFirst().type() instanceof Type.Tuple only
                && !only.isRecord()
                && !only.elements().isEmpty();
        for (Typed.Expr key : keys) {
            if (!isKey(key.type())) {
                return context.error(
                        Code.MAP_KEY_TYPE,
                        key.span(),
                        "A value of type '" + key.type().text() + "' can not be a key of " + access.name());
            }
        }
        return tuple ? keys.getFirst() : expressions.members().tuple(keys, List.of(), access.span());
    }

    /** What the kernel can tell apart by its bytes. */
    private static boolean isKey(Type type) {
        return type instanceof Type.Unknown || type.size() > 0;
    }

    private Typed.@Nullable Element element(MapSymbol map, Typed.@Nullable Expr key, Ast.MapAccess access) {
        List<Type> keys = key == null ? List.of() : ((Type.Tuple) key.type()).elements();
        List<Type> before = map.keys();
        boolean used = map.used();
        if (map.widenKeys(keys, access.span(), context.inference())) {
            return new Typed.Element(map, key, access.span());
        }
        Code code = Code.MAP_SHAPE;
        String message;
        if (used && before.isEmpty()) {
            message = map.name() + " used as a map with an explicit key (non-scalar map), previously used without an"
                    + " explicit key (scalar map)";
        } else if (keys.isEmpty()) {
            message = map.name() + " used as a map without an explicit key (scalar map), previously used with an"
                    + " explicit key (non-scalar map)";
        } else {
            code = Code.MAP_KEY_TYPE;
            message = "Argument mismatch for " + map.name() + ": trying to access with arguments: '" + text(keys)
                    + "' when map expects arguments: '" + text(before) + "'";
        }
        context.error(code, access.span(), message);
        return null;
    }

    private static String text(List<Type> keys) {
        return keys.size() == 1 ? keys.getFirst().text() : new Type.Tuple(keys).text();
    }
}
