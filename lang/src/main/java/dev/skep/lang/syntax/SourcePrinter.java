package dev.skep.lang.syntax;

import dev.skep.lang.syntax.Ast.BinaryOperator;
import java.util.List;

/**
 * Prints a tree as a program again, in the one usual layout: parsing it gives the same tree. Parentheses stand only where
 * the tree needs them.
 */
public final class SourcePrinter implements Ast.StatementVisitor<StringBuilder>, Ast.ExprVisitor<StringBuilder> {
    private static final int LOWEST = 0;
    private static final int PREFIX = 11;
    private static final int POSTFIX = 12;

    private final StringBuilder out = new StringBuilder();
    private int indent;
    /** How tightly an operator must bind to stand here without parentheses. */
    private int level;

    private SourcePrinter() {}

    /** A script as a program. */
    public static String print(Ast.Script script) {
        SourcePrinter printer = new SourcePrinter();
        String between = "";
        for (Ast.Probe probe : script.probes()) {
            printer.out.append(between);
            printer.probe(probe);
            between = "\n";
        }
        return printer.out.toString();
    }

    /** An expression on one line. */
    public static String print(Ast.Expr expr) {
        SourcePrinter printer = new SourcePrinter();
        expr.accept(printer);
        return printer.out.toString();
    }

    private void probe(Ast.Probe probe) {
        String between = "";
        for (Ast.AttachPoint point : probe.attachPoints()) {
            out.append(between).append(AstPrinter.text(point));
            between = ",\n";
        }
        Ast.Expr predicate = probe.predicate();
        if (predicate != null) {
            out.append("\n/");
            at(LOWEST, predicate);
            out.append('/');
        }
        out.append('\n');
        block(probe.body());
        out.append('\n');
    }

    // ------------------------------------------------------------------------------------------------- statements

    @Override
    public StringBuilder block(Ast.Block block) {
        out.append("{\n");
        indent++;
        for (Ast.Statement statement : block.statements()) {
            indentation();
            statement.accept(this);
            out.append(statement instanceof Ast.Block || statement instanceof Ast.If ? "\n" : ";\n");
        }
        indent--;
        indentation();
        return out.append('}');
    }

    private void indentation() {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
    }

    @Override
    public StringBuilder expression(Ast.ExpressionStatement statement) {
        return at(LOWEST, statement.expression());
    }

    @Override
    public StringBuilder assign(Ast.Assign statement) {
        at(LOWEST, statement.target());
        BinaryOperator operator = statement.operator();
        out.append(' ').append(operator == null ? "" : operator.text()).append("= ");
        return at(LOWEST, statement.value());
    }

    @Override
    public StringBuilder declare(Ast.Declare statement) {
        out.append("let ");
        variable(statement.variable());
        Ast.Expr value = statement.value();
        if (value != null) {
            out.append(" = ");
            at(LOWEST, value);
        }
        return out;
    }

    @Override
    public StringBuilder branch(Ast.If statement) {
        out.append("if (");
        at(LOWEST, statement.condition());
        out.append(") ");
        block(statement.then());
        Ast.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            out.append(" else ");
            otherwise.accept(this);
        }
        return out;
    }

    // ------------------------------------------------------------------------------------------------ expressions

    private StringBuilder at(int required, Ast.Expr expr) {
        int outer = level;
        level = required;
        expr.accept(this);
        level = outer;
        return out;
    }

    /** Opens a parenthesis if what follows binds less tightly than its place asks. */
    private boolean open(int binding) {
        boolean needed = binding < level;
        if (needed) {
            out.append('(');
        }
        return needed;
    }

    private StringBuilder close(boolean opened) {
        return opened ? out.append(')') : out;
    }

    private StringBuilder list(List<Ast.Expr> all) {
        String between = "";
        for (Ast.Expr expr : all) {
            out.append(between);
            at(LOWEST, expr);
            between = ", ";
        }
        return out;
    }

    @Override
    public StringBuilder integer(Ast.IntegerLiteral expr) {
        return out.append(Long.toUnsignedString(expr.value()));
    }

    @Override
    public StringBuilder string(Ast.StringLiteral expr) {
        return Escapes.quote(expr.value(), out);
    }

    @Override
    public StringBuilder bool(Ast.BoolLiteral expr) {
        return out.append(expr.value());
    }

    @Override
    public StringBuilder name(Ast.Name expr) {
        return out.append(expr.name());
    }

    @Override
    public StringBuilder variable(Ast.Variable expr) {
        return out.append('$').append(expr.name());
    }

    @Override
    public StringBuilder positional(Ast.Positional expr) {
        return expr.index() == 0 ? out.append("$#") : out.append('$').append(expr.index());
    }

    @Override
    public StringBuilder mapAccess(Ast.MapAccess expr) {
        out.append(expr.name());
        if (!expr.keys().isEmpty()) {
            out.append('[');
            list(expr.keys()).append(']');
        }
        return out;
    }

    @Override
    public StringBuilder call(Ast.Call expr) {
        out.append(expr.name()).append('(');
        return list(expr.arguments()).append(')');
    }

    @Override
    public StringBuilder member(Ast.Member expr) {
        boolean number = expr.object() instanceof Ast.IntegerLiteral;
        if (number) {
            out.append('(');
        }
        at(POSTFIX, expr.object());
        if (number) {
            out.append(')');
        }
        return out.append('.').append(expr.field());
    }

    @Override
    public StringBuilder unary(Ast.Unary expr) {
        boolean opened = open(PREFIX);
        out.append(expr.operator().text());
        operand(expr.operand());
        return close(opened);
    }

    /** What stands behind a prefix operator; {@code -} and {@code --} must not grow together. */
    private void operand(Ast.Expr operand) {
        if (operand instanceof Ast.Unary || operand instanceof Ast.Increment) {
            out.append('(');
            at(LOWEST, operand).append(')');
        } else {
            at(PREFIX, operand);
        }
    }

    @Override
    public StringBuilder increment(Ast.Increment expr) {
        String operator = expr.amount() > 0 ? "++" : "--";
        boolean opened = open(expr.prefix() ? PREFIX : POSTFIX);
        if (expr.prefix()) {
            out.append(operator);
        }
        at(POSTFIX, expr.target());
        if (!expr.prefix()) {
            out.append(operator);
        }
        return close(opened);
    }

    @Override
    public StringBuilder binary(Ast.Binary expr) {
        int binding = expr.operator().precedence();
        boolean opened = open(binding);
        at(binding, expr.left());
        out.append(' ').append(expr.operator().text()).append(' ');
        at(binding + 1, expr.right());
        return close(opened);
    }

    @Override
    public StringBuilder conditional(Ast.Conditional expr) {
        boolean opened = open(LOWEST);
        at(LOWEST + 1, expr.condition());
        out.append(" ? ");
        at(LOWEST, expr.yes());
        out.append(" : ");
        at(LOWEST, expr.no());
        return close(opened);
    }

    @Override
    public StringBuilder cast(Ast.Cast expr) {
        boolean opened = open(PREFIX);
        out.append('(').append(expr.type()).append(')');
        operand(expr.operand());
        return close(opened);
    }

    @Override
    public StringBuilder tuple(Ast.Tuple expr) {
        out.append('(');
        list(expr.elements());
        return out.append(expr.elements().size() == 1 ? ",)" : ")");
    }
}
