package dev.skep.lang.syntax;

import dev.skep.lang.syntax.Ast.BinaryOperator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a tree as a program again, in the one usual layout: parsing it gives the same tree. Parentheses stand only where
 * the tree needs them.
 */
public final class SourcePrinter
        implements Section.Visitor<StringBuilder>, Ast.StatementVisitor<StringBuilder>, Ast.ExprVisitor<StringBuilder> {
    private static final int LOWEST = 0;
    private static final int PREFIX = 11;
    private static final int POSTFIX = 12;

    private final StringBuilder out = new StringBuilder();
    private final TypePrinter types = new TypePrinter(out, this);
    private int indent;
    /** How tightly an operator must bind to stand here without parentheses. */
    private int level;

    private SourcePrinter() {}

    /** A script as a program. */
    public static String print(Ast.Script script) {
        SourcePrinter printer = new SourcePrinter();
        String between = "";
        for (Section section : script.sections()) {
            printer.out.append(between);
            section.accept(printer);
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

    /** A type on one line. */
    public static String print(TypeName type) {
        return type.accept(new SourcePrinter().types).toString();
    }

    // --------------------------------------------------------------------------------------------------- sections

    @Override
    public StringBuilder probe(Ast.Probe probe) {
        String between = "";
        for (Ast.AttachPoint point : probe.attachPoints()) {
            out.append(between).append(AstPrinter.text(point));
            between = ",\n";
        }
        Ast.Expr predicate = probe.predicate();
        if (predicate != null) {
            out.append("\n/");
            predicate(predicate);
            out.append('/');
        }
        out.append('\n');
        return block(probe.body()).append('\n');
    }

    /** What could be taken for the predicate's end, or for a comment, stands in parentheses. */
    private void predicate(Ast.Expr predicate) {
        int start = out.length();
        at(LOWEST, predicate);
        if (out.charAt(start) == '*' || out.indexOf("/ {", start) >= 0) {
            out.insert(start, '(').append(')');
        }
    }

    @Override
    public StringBuilder include(CAst.Include section) {
        out.append("#include ").append(section.system() ? '<' : '"').append(section.path());
        return out.append(section.system() ? ">\n" : "\"\n");
    }

    @Override
    public StringBuilder define(CAst.Define section) {
        out.append("#define ").append(section.name());
        List<String> parameters = section.parameters();
        if (parameters != null) {
            out.append('(').append(String.join(", ", parameters)).append(')');
        }
        return out.append(section.body().isEmpty() ? "" : " ")
                .append(section.body())
                .append('\n');
    }

    @Override
    public StringBuilder directive(CAst.OtherDirective section) {
        out.append('#').append(section.name());
        return out.append(section.text().isEmpty() ? "" : " ")
                .append(section.text())
                .append('\n');
    }

    @Override
    public StringBuilder declaration(CAst.Declaration section) {
        return new CPrinter(out).declaration(section);
    }

    @Override
    public StringBuilder config(Section.Config section) {
        out.append("config = {\n");
        for (Section.Config.Entry entry : section.entries()) {
            out.append("  ").append(entry.key()).append(" = ");
            at(LOWEST, entry.value()).append(";\n");
        }
        return out.append("}\n");
    }

    @Override
    public StringBuilder importFile(Section.Import section) {
        out.append("import ");
        return string(section.path()).append(indent == 0 ? ";\n" : "");
    }

    @Override
    public StringBuilder mapDeclaration(Section.MapDeclaration section) {
        out.append("let ").append(section.name()).append(" = ").append(section.kind());
        out.append('(');
        return list(section.arguments()).append(");\n");
    }

    @Override
    public StringBuilder macro(Section.Macro section) {
        out.append("macro ").append(section.name()).append('(');
        list(section.parameters()).append(")\n");
        return block(section.body()).append('\n');
    }

    @Override
    public StringBuilder subprogram(Section.Subprogram section) {
        out.append("fn ").append(section.name()).append('(');
        String between = "";
        for (Section.Subprogram.Parameter parameter : section.parameters()) {
            out.append(between);
            variable(parameter.variable()).append(": ");
            parameter.type().accept(types);
            between = ", ";
        }
        out.append("): ");
        section.result().accept(types).append('\n');
        return block(section.body()).append('\n');
    }

    // ------------------------------------------------------------------------------------------------- statements

    @Override
    public StringBuilder block(Ast.Block block) {
        return block(block.statements(), null);
    }

    private StringBuilder block(List<Ast.Statement> statements, Ast.@Nullable Expr value) {
        out.append("{\n");
        indent++;
        for (Ast.Statement statement : statements) {
            indentation();
            statement.accept(this);
            out.append(endsWithBrace(statement) ? "\n" : ";\n");
        }
        if (value != null && isBlockWithValue(value)) {
            indentation();
            at(LOWEST, value).append('\n');
        } else if (value != null) {
            indentation();
            alone(value).append('\n');
        }
        indent--;
        indentation();
        return out.append('}');
    }

    /** Whether a block or an {@code if} at a block's end is read as the block's value and not as a statement. */
    private static boolean isBlockWithValue(Ast.Expr value) {
        if (value instanceof Ast.BlockExpression block) {
            return block.value() != null;
        }
        return value instanceof Ast.IfExpression branch
                && isBlockWithValue(branch.then())
                && isBlockWithValue(branch.otherwise());
    }

    private static boolean endsWithBrace(Ast.Statement statement) {
        return statement instanceof Ast.Block
                || statement instanceof Ast.If
                || statement instanceof Ast.For
                || statement instanceof Ast.While
                || statement instanceof Ast.Unroll;
    }

    /** An expression where a statement may stand: what would begin a block or an {@code if} stands in parentheses. */
    private StringBuilder alone(Ast.Expr expr) {
        return parenthesizeBlock(LOWEST, expr);
    }

    private StringBuilder parenthesizeBlock(int required, Ast.Expr expr) {
        int start = out.length();
        at(required, expr);
        boolean branch = out.indexOf("if", start) == start
                && (out.length() == start + 2 || !Lexer.isNamePart(out.charAt(start + 2)));
        if (out.charAt(start) == '{' || branch) {
            out.insert(start, '(').append(')');
        }
        return out;
    }

    private void indentation() {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
    }

    @Override
    public StringBuilder expression(Ast.ExpressionStatement statement) {
        return alone(statement.expression());
    }

    @Override
    public StringBuilder discard(Ast.Discard statement) {
        out.append("_ = ");
        return at(LOWEST, statement.value());
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
        TypeName type = statement.type();
        if (type != null) {
            out.append(": ");
            type.accept(types);
        }
        Ast.Expr value = statement.value();
        if (value != null) {
            out.append(" = ");
            at(LOWEST, value);
        }
        return out;
    }

    @Override
    public StringBuilder branch(Ast.If statement) {
        condition("if", statement.condition());
        block(statement.then());
        Ast.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            out.append(" else ");
            otherwise.accept(this);
        }
        return out;
    }

    private void condition(String word, Ast.Expr condition) {
        out.append(word).append(' ');
        if (condition instanceof Ast.Comptime) {
            at(LOWEST, condition).append(' ');
        } else {
            out.append('(');
            at(LOWEST, condition).append(") ");
        }
    }

    @Override
    public StringBuilder forLoop(Ast.For statement) {
        out.append("for (");
        variable(statement.variable()).append(" : ");
        if (statement.iterated() instanceof Ast.Range range) {
            at(LOWEST, range.from()).append("..");
            at(LOWEST, range.to());
        } else if (statement.iterated() instanceof Ast.Elements elements) {
            mapAccess(elements.map());
        }
        out.append(") ");
        return block(statement.body());
    }

    @Override
    public StringBuilder whileLoop(Ast.While statement) {
        condition("while", statement.condition());
        return block(statement.body());
    }

    @Override
    public StringBuilder unroll(Ast.Unroll statement) {
        out.append("unroll(");
        at(LOWEST, statement.count()).append(") ");
        return block(statement.body());
    }

    @Override
    public StringBuilder breakLoop(Ast.Break statement) {
        return out.append("break");
    }

    @Override
    public StringBuilder continueLoop(Ast.Continue statement) {
        return out.append("continue");
    }

    @Override
    public StringBuilder returnFrom(Ast.Return statement) {
        out.append("return");
        Ast.Expr value = statement.value();
        if (value != null) {
            out.append(' ');
            at(LOWEST, value);
        }
        return out;
    }

    // ------------------------------------------------------------------------------------------------ expressions

    /** An expression that no operator stands around. */
    StringBuilder lowest(Ast.Expr expr) {
        return at(LOWEST, expr);
    }

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
        return out.append(expr.arrow() ? "->" : ".").append(expr.field());
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
            parenthesizeBlock(PREFIX, operand);
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
        Ast.Expr yes = expr.yes();
        out.append(yes == null ? " ?: " : " ? ");
        if (yes != null) {
            at(LOWEST, yes).append(" : ");
        }
        at(LOWEST, expr.no());
        return close(opened);
    }

    @Override
    public StringBuilder cast(Ast.Cast expr) {
        boolean opened = open(PREFIX);
        out.append('(');
        expr.type().accept(types).append(')');
        operand(expr.operand());
        return close(opened);
    }

    @Override
    public StringBuilder tuple(Ast.Tuple expr) {
        out.append('(');
        list(expr.elements());
        return out.append(expr.elements().size() == 1 ? ",)" : ")");
    }

    @Override
    public StringBuilder record(Ast.RecordLiteral expr) {
        String between = "(";
        for (Ast.RecordLiteral.NamedValue field : expr.fields()) {
            out.append(between).append(field.name()).append(" = ");
            at(LOWEST, field.value());
            between = ", ";
        }
        return out.append(')');
    }

    @Override
    public StringBuilder index(Ast.Index expr) {
        at(POSTFIX, expr.object()).append('[');
        return at(LOWEST, expr.index()).append(']');
    }

    @Override
    public StringBuilder sizeOf(Ast.SizeOf expr) {
        out.append("sizeof(");
        return expr.type().accept(types).append(')');
    }

    @Override
    public StringBuilder offsetOf(Ast.OffsetOf expr) {
        out.append("offsetof(");
        return expr.type()
                .accept(types)
                .append(", ")
                .append(String.join(".", expr.fields()))
                .append(')');
    }

    @Override
    public StringBuilder typeInfo(Ast.TypeInfo expr) {
        out.append("typeinfo(");
        return expr.type().accept(types).append(')');
    }

    @Override
    public StringBuilder type(Ast.TypeExpr expr) {
        return expr.type().accept(types);
    }

    @Override
    public StringBuilder branch(Ast.IfExpression expr) {
        condition("if", expr.condition());
        block(expr.then());
        out.append(" else ");
        return at(LOWEST, expr.otherwise());
    }

    @Override
    public StringBuilder block(Ast.BlockExpression expr) {
        return block(expr.statements(), expr.value());
    }

    @Override
    public StringBuilder comptime(Ast.Comptime expr) {
        boolean opened = open(PREFIX);
        out.append("comptime ");
        at(PREFIX, expr.operand());
        return close(opened);
    }
}
