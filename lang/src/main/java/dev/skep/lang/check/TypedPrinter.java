package dev.skep.lang.check;

import dev.skep.lang.syntax.AstPrinter;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the typed tree: the maps, then the probes with the body that they share, a node a line with its type. What {@code
 * -d types} shows.
 */
public final class TypedPrinter implements Typed.StatementVisitor<@Nullable Void>, Typed.ExprVisitor<@Nullable Void> {
    private final StringBuilder out = new StringBuilder();
    private int indent;

    private TypedPrinter() {}

    /** The tree of a script. */
    public static String print(Typed.Script script) {
        TypedPrinter printer = new TypedPrinter();
        for (MapSymbol map : script.maps()) {
            printer.line("map " + map.name() + keys(map) + ": " + map.value().text());
        }
        List<Typed.Probe> probes = script.probes();
        for (int i = 0; i < probes.size(); i++) {
            Typed.Body body = probes.get(i).body();
            printer.line("probe " + probes.get(i).point().name());
            if (i + 1 == probes.size() || probes.get(i + 1).body() != body) {
                printer.body(body);
            }
        }
        return printer.out.toString();
    }

    private static String keys(MapSymbol map) {
        if (map.scalar()) {
            return "";
        }
        String tuple = new Type.Tuple(map.keys()).text();
        return "[" + tuple.substring(1, tuple.length() - 1) + "]";
    }

    private void body(Typed.Body body) {
        indent++;
        Typed.Expr predicate = body.predicate();
        if (predicate != null) {
            children("predicate", predicate);
        }
        body.block().accept(this);
        indent--;
    }

    private void line(String text) {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
        out.append(text).append('\n');
    }

    private @Nullable Void children(String text, Typed.Expr... children) {
        return children(text, List.of(children));
    }

    private @Nullable Void children(String text, List<Typed.Expr> children) {
        line(text);
        indent++;
        for (Typed.Expr child : children) {
            child.accept(this);
        }
        indent--;
        return null;
    }

    private void element(String what, Typed.Element element) {
        line(what + " " + element.map().name());
        if (element.key() != null) {
            indent++;
            element.key().accept(this);
            indent--;
        }
    }

    // -------------------------------------------------------------------------------------------------- statements

    @Override
    public @Nullable Void block(Typed.Block block) {
        line("block");
        indent++;
        for (Typed.Statement statement : block.statements()) {
            statement.accept(this);
        }
        indent--;
        return null;
    }

    @Override
    public @Nullable Void evaluate(Typed.Evaluate statement) {
        return children("evaluate", statement.expression());
    }

    @Override
    public @Nullable Void declare(Typed.Declare statement) {
        line("declare " + variable(statement.variable()));
        return null;
    }

    @Override
    public @Nullable Void assign(Typed.Assign statement) {
        return children("assign " + variable(statement.variable()), statement.value());
    }

    @Override
    public @Nullable Void store(Typed.Store statement) {
        element("store", statement.element());
        indent++;
        statement.value().accept(this);
        indent--;
        return null;
    }

    @Override
    public @Nullable Void update(Typed.Update statement) {
        element("update " + statement.operator().text() + "=", statement.element());
        indent++;
        statement.value().accept(this);
        indent--;
        return null;
    }

    @Override
    public @Nullable Void aggregate(Typed.Aggregation statement) {
        element("aggregate " + statement.function().name(), statement.element());
        indent++;
        for (Typed.Expr argument : statement.arguments()) {
            argument.accept(this);
        }
        indent--;
        return null;
    }

    @Override
    public @Nullable Void branch(Typed.If statement) {
        children("if", statement.condition());
        indent++;
        statement.then().accept(this);
        indent--;
        Typed.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            line("else");
            indent++;
            otherwise.accept(this);
            indent--;
        }
        return null;
    }

    private static String variable(VariableSymbol variable) {
        return "$" + variable.name() + ": " + variable.type().text();
    }

    // ------------------------------------------------------------------------------------------------- expressions

    private static String typed(String text, Typed.Expr expr) {
        return text + ": " + expr.type().text();
    }

    @Override
    public @Nullable Void integer(Typed.Integer expr) {
        String value = expr.type().signed() ? Long.toString(expr.value()) : Long.toUnsignedString(expr.value());
        return children(typed("integer " + value, expr));
    }

    @Override
    public @Nullable Void text(Typed.Text expr) {
        return children(typed(AstPrinter.print(expr.literal()).stripTrailing(), expr));
    }

    @Override
    public @Nullable Void bool(Typed.Bool expr) {
        return children(typed(expr.value() ? "true" : "false", expr));
    }

    @Override
    public @Nullable Void variable(Typed.Variable expr) {
        return children(variable(expr.variable()));
    }

    @Override
    public @Nullable Void mapValue(Typed.MapValue expr) {
        element(typed("value", expr) + " of", expr.element());
        return null;
    }

    @Override
    public @Nullable Void mapName(Typed.MapName expr) {
        return children("map " + expr.map().name());
    }

    @Override
    public @Nullable Void call(Typed.Call expr) {
        return children(typed("call " + expr.function().name(), expr), expr.arguments());
    }

    @Override
    public @Nullable Void field(Typed.Field expr) {
        return children(typed("field " + expr.field().name(), expr));
    }

    @Override
    public @Nullable Void tupleElement(Typed.TupleElement expr) {
        return children(typed("element " + expr.index(), expr), expr.tuple());
    }

    @Override
    public @Nullable Void unary(Typed.Unary expr) {
        return children(typed(expr.operator().text(), expr), expr.operand());
    }

    @Override
    public @Nullable Void incrementVariable(Typed.IncrementVariable expr) {
        return children(increment(expr.amount(), expr.prefix()) + " " + variable(expr.variable()));
    }

    @Override
    public @Nullable Void incrementMap(Typed.IncrementMap expr) {
        element(typed(increment(expr.amount(), expr.prefix()), expr) + " of", expr.element());
        return null;
    }

    private static String increment(int amount, boolean prefix) {
        return (prefix ? "prefix " : "postfix ") + (amount > 0 ? "++" : "--");
    }

    @Override
    public @Nullable Void arithmetic(Typed.Arithmetic expr) {
        return children(typed(expr.operator().text(), expr), expr.left(), expr.right());
    }

    @Override
    public @Nullable Void compare(Typed.Compare expr) {
        return children(typed(expr.operator().text(), expr), expr.left(), expr.right());
    }

    @Override
    public @Nullable Void logical(Typed.Logical expr) {
        return children(typed(expr.and() ? "&&" : "||", expr), expr.left(), expr.right());
    }

    @Override
    public @Nullable Void conditional(Typed.Conditional expr) {
        return children(typed("conditional", expr), expr.condition(), expr.yes(), expr.no());
    }

    @Override
    public @Nullable Void cast(Typed.Cast expr) {
        return children(typed("cast", expr), expr.operand());
    }

    @Override
    public @Nullable Void tuple(Typed.Tuple expr) {
        return children(typed("tuple", expr), expr.elements());
    }
}
