package dev.skep.lang.syntax;

import java.util.List;

/** Prints a tree as a tree: a node a line, children indented. What {@code -d ast} shows. */
public final class AstPrinter implements Ast.StatementVisitor<StringBuilder>, Ast.ExprVisitor<StringBuilder> {
    private final StringBuilder out = new StringBuilder();
    private int indent;

    private AstPrinter() {}

    /** The tree of a script. */
    public static String print(Ast.Script script) {
        AstPrinter printer = new AstPrinter();
        printer.line("script");
        printer.indent++;
        for (Ast.Probe probe : script.probes()) {
            printer.probe(probe);
        }
        return printer.out.toString();
    }

    /** The tree of an expression. */
    public static String print(Ast.Expr expr) {
        AstPrinter printer = new AstPrinter();
        return expr.accept(printer).toString();
    }

    /** An attach point as written. */
    public static String text(Ast.AttachPoint point) {
        StringBuilder text = new StringBuilder();
        String between = "";
        for (Ast.AttachPoint.Part part : point.parts()) {
            text.append(between).append(part.text());
            between = ":";
        }
        return text.toString();
    }

    private StringBuilder line(String text) {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
        return out.append(text).append('\n');
    }

    private StringBuilder node(String text, Ast.Expr child) {
        line(text);
        indent++;
        child.accept(this);
        indent--;
        return out;
    }

    private StringBuilder node(String text, List<Ast.Expr> children) {
        line(text);
        indent++;
        for (Ast.Expr child : children) {
            child.accept(this);
        }
        indent--;
        return out;
    }

    private void probe(Ast.Probe probe) {
        line("probe");
        indent++;
        for (Ast.AttachPoint point : probe.attachPoints()) {
            line("attach " + text(point));
        }
        Ast.Expr predicate = probe.predicate();
        if (predicate != null) {
            node("predicate", predicate);
        }
        block(probe.body());
        indent--;
    }

    // ------------------------------------------------------------------------------------------------- statements

    @Override
    public StringBuilder block(Ast.Block block) {
        line("block");
        indent++;
        for (Ast.Statement statement : block.statements()) {
            statement.accept(this);
        }
        indent--;
        return out;
    }

    @Override
    public StringBuilder expression(Ast.ExpressionStatement statement) {
        return node("expression", statement.expression());
    }

    @Override
    public StringBuilder assign(Ast.Assign statement) {
        Ast.BinaryOperator operator = statement.operator();
        return node(
                operator == null ? "assign =" : "assign " + operator.text() + "=",
                List.of(statement.target(), statement.value()));
    }

    @Override
    public StringBuilder declare(Ast.Declare statement) {
        Ast.Expr value = statement.value();
        String text = "let $" + statement.variable().name();
        return value == null ? line(text) : node(text, value);
    }

    @Override
    public StringBuilder branch(Ast.If statement) {
        node("if", statement.condition());
        indent++;
        statement.then().accept(this);
        Ast.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            indent--;
            line("else");
            indent++;
            otherwise.accept(this);
        }
        indent--;
        return out;
    }

    // ------------------------------------------------------------------------------------------------ expressions

    @Override
    public StringBuilder integer(Ast.IntegerLiteral expr) {
        return line("integer " + Long.toUnsignedString(expr.value()));
    }

    @Override
    public StringBuilder string(Ast.StringLiteral expr) {
        return line(Escapes.quote(expr.value(), new StringBuilder("string ")).toString());
    }

    @Override
    public StringBuilder bool(Ast.BoolLiteral expr) {
        return line("bool " + expr.value());
    }

    @Override
    public StringBuilder name(Ast.Name expr) {
        return line("name " + expr.name());
    }

    @Override
    public StringBuilder variable(Ast.Variable expr) {
        return line("variable $" + expr.name());
    }

    @Override
    public StringBuilder positional(Ast.Positional expr) {
        return line(expr.index() == 0 ? "positional $#" : "positional $" + expr.index());
    }

    @Override
    public StringBuilder mapAccess(Ast.MapAccess expr) {
        return node("map " + expr.name(), expr.keys());
    }

    @Override
    public StringBuilder call(Ast.Call expr) {
        return node("call " + expr.name(), expr.arguments());
    }

    @Override
    public StringBuilder member(Ast.Member expr) {
        return node("member ." + expr.field(), expr.object());
    }

    @Override
    public StringBuilder unary(Ast.Unary expr) {
        return node("unary " + expr.operator().text(), expr.operand());
    }

    @Override
    public StringBuilder increment(Ast.Increment expr) {
        String operator = expr.amount() > 0 ? "++" : "--";
        return node(expr.prefix() ? "prefix " + operator : "postfix " + operator, expr.target());
    }

    @Override
    public StringBuilder binary(Ast.Binary expr) {
        return node("binary " + expr.operator().text(), List.of(expr.left(), expr.right()));
    }

    @Override
    public StringBuilder conditional(Ast.Conditional expr) {
        return node("conditional", List.of(expr.condition(), expr.yes(), expr.no()));
    }

    @Override
    public StringBuilder cast(Ast.Cast expr) {
        return node("cast " + expr.type(), expr.operand());
    }

    @Override
    public StringBuilder tuple(Ast.Tuple expr) {
        return node("tuple", expr.elements());
    }
}
