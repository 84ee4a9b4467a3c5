package dev.skep.lang.check;

import dev.skep.lang.syntax.AstPrinter;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * Prints the typed tree: the maps, then the probes with the body that they share, a node a line with its type. What {@code
 * -d types} shows.
 */
public final class TypedPrinter implements Typed.StatementVisitor, Typed.ExprVisitor<StringBuilder> {
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
            Body body = probes.get(i).body();
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

    private void body(Body body) {
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

    private StringBuilder children(String text, Typed.Expr... children) {
        return children(text, List.of(children));
    }

    private StringBuilder children(String text, List<Typed.Expr> children) {
        line(text);
        indent++;
        for (Typed.Expr child : children) {
            child.accept(this);
        }
        indent--;
        return out;
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
    public void block(Typed.Block block) {
        line("block");
        indent++;
        for (Typed.Statement statement : block.statements()) {
            statement.accept(this);
        }
        indent--;
    }

    @Override
    public void evaluate(Typed.Evaluate statement) {
        children("evaluate", statement.expression());
    }

    @Override
    public void declare(Typed.Declare statement) {
        line("declare " + variable(statement.variable()));
    }

    @Override
    public void assign(Typed.Assign statement) {
        children("assign " + variable(statement.variable()), statement.value());
    }

    @Override
    public void store(Typed.Store statement) {
        element("store", statement.element());
        indent++;
        statement.value().accept(this);
        indent--;
    }

    @Override
    public void update(Typed.Update statement) {
        element("update " + statement.operator().text() + "=", statement.element());
        indent++;
        statement.value().accept(this);
        indent--;
    }

    @Override
    public void aggregate(Typed.Aggregation statement) {
        element("aggregate " + statement.function().name(), statement.element());
        indent++;
        for (Typed.Expr argument : statement.arguments()) {
            argument.accept(this);
        }
        indent--;
    }

    @Override
    public void branch(Typed.If statement) {
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
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        children("for " + variable(statement.variable()), statement.from(), statement.to());
        nested(statement.body());
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        line("for " + variable(statement.variable()) + " in " + statement.map().name());
        nested(statement.body());
    }

    @Override
    public void whileLoop(Typed.While statement) {
        children("while", statement.condition());
        nested(statement.body());
    }

    @Override
    public void unroll(Typed.Unroll statement) {
        line("unroll " + statement.count());
        nested(statement.body());
    }

    @Override
    public void leave(Typed.Break statement) {
        line("break");
    }

    @Override
    public void next(Typed.Continue statement) {
        line("continue");
    }

    @Override
    public void exit(Typed.Return statement) {
        Typed.Expr value = statement.value();
        if (value == null) {
            line("return");
        } else {
            children("return", value);
        }
    }

    private void nested(Typed.Statement body) {
        indent++;
        body.accept(this);
        indent--;
    }

    private static String variable(VariableSymbol variable) {
        return "$" + variable.name() + ": " + variable.type().text();
    }

    // ------------------------------------------------------------------------------------------------- expressions

    private static String typed(String text, Typed.Expr expr) {
        return text + ": " + expr.type().text();
    }

    @Override
    public StringBuilder constant(Typed.Constant expr) {
        String value = expr.type().signed() ? Long.toString(expr.value()) : Long.toUnsignedString(expr.value());
        return children(typed("integer " + value, expr));
    }

    @Override
    public StringBuilder text(Typed.Text expr) {
        return children(typed(AstPrinter.print(expr.literal()).stripTrailing(), expr));
    }

    @Override
    public StringBuilder bool(Typed.Bool expr) {
        return children(typed(expr.value() ? "true" : "false", expr));
    }

    @Override
    public StringBuilder variable(Typed.Variable expr) {
        return children(variable(expr.variable()));
    }

    @Override
    public StringBuilder mapValue(Typed.MapValue expr) {
        element(typed("value", expr) + " of", expr.element());
        return out;
    }

    @Override
    public StringBuilder mapName(Typed.MapName expr) {
        return children("map " + expr.map().name());
    }

    @Override
    public StringBuilder call(Typed.Call expr) {
        return children(typed("call " + expr.function().name(), expr), expr.arguments());
    }

    @Override
    public StringBuilder field(Typed.Field expr) {
        return children(typed("field " + expr.field().name(), expr));
    }

    @Override
    public StringBuilder tupleElement(Typed.TupleElement expr) {
        return children(typed("element " + expr.index(), expr), expr.tuple());
    }

    @Override
    public StringBuilder unary(Typed.Unary expr) {
        return children(typed(expr.operator().text(), expr), expr.operand());
    }

    @Override
    public StringBuilder incrementVariable(Typed.IncrementVariable expr) {
        return children(increment(expr.amount(), expr.prefix()) + " " + variable(expr.variable()));
    }

    @Override
    public StringBuilder incrementMap(Typed.IncrementMap expr) {
        element(typed(increment(expr.amount(), expr.prefix()), expr) + " of", expr.element());
        return out;
    }

    private static String increment(int amount, boolean prefix) {
        return (prefix ? "prefix " : "postfix ") + (amount > 0 ? "++" : "--");
    }

    @Override
    public StringBuilder arithmetic(Typed.Arithmetic expr) {
        return children(typed(expr.operator().text(), expr), expr.left(), expr.right());
    }

    @Override
    public StringBuilder compare(Typed.Compare expr) {
        return children(typed(expr.operator().text(), expr), expr.left(), expr.right());
    }

    @Override
    public StringBuilder logical(Typed.Logical expr) {
        return children(typed(expr.and() ? "&&" : "||", expr), expr.left(), expr.right());
    }

    @Override
    public StringBuilder conditional(Typed.Conditional expr) {
        return children(typed("conditional", expr), expr.condition(), expr.yes(), expr.no());
    }

    @Override
    public StringBuilder cast(Typed.Cast expr) {
        return children(typed("cast", expr), expr.operand());
    }

    @Override
    public StringBuilder tuple(Typed.Tuple expr) {
        return children(typed("tuple", expr), expr.elements());
    }

    @Override
    public StringBuilder aggregateValue(Typed.AggregateValue expr) {
        return children(typed("aggregate's value", expr), expr.aggregate());
    }

    @Override
    public StringBuilder dereference(Typed.Dereference expr) {
        return children(typed("dereference", expr), expr.pointer());
    }

    @Override
    public StringBuilder structMember(Typed.StructMember expr) {
        return children(typed("member " + expr.member().name(), expr), expr.object());
    }

    @Override
    public StringBuilder index(Typed.Index expr) {
        return children(typed("index", expr), expr.array(), expr.index());
    }

    @Override
    public StringBuilder addressOf(Typed.AddressOf expr) {
        return children(typed("address", expr), expr.object());
    }

    @Override
    public StringBuilder blockValue(Typed.BlockValue expr) {
        line(typed("block", expr));
        indent++;
        for (Typed.Statement statement : expr.statements()) {
            statement.accept(this);
        }
        expr.value().accept(this);
        indent--;
        return out;
    }
}
