package dev.skep.lang.syntax;

import java.util.List;

/** Prints a tree as a tree: a node a line, children indented. What {@code -d ast} shows. */
public final class AstPrinter
        implements Section.Visitor<StringBuilder>, Ast.StatementVisitor<StringBuilder>, Ast.ExprVisitor<StringBuilder> {
    private final StringBuilder out = new StringBuilder();
    private int indent;

    private AstPrinter() {}

    /** The tree of a script. */
    public static String print(Ast.Script script) {
        AstPrinter printer = new AstPrinter();
        printer.line("script");
        printer.indent++;
        for (Section section : script.sections()) {
            section.accept(printer);
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
        if (point.name() != null) {
            text.append(point.name()).append('=');
        }
        String between = "";
        for (Ast.AttachPoint.Part part : point.parts()) {
            text.append(between).append(part.text());
            between = ":";
        }
        return text.toString();
    }

    void indent() {
        indent++;
    }

    void dedent() {
        indent--;
    }

    StringBuilder line(String text) {
        for (int i = 0; i < indent; i++) {
            out.append("  ");
        }
        return out.append(text).append('\n');
    }

    StringBuilder node(String text, Ast.Expr child) {
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

    // --------------------------------------------------------------------------------------------------- sections

    @Override
    public StringBuilder probe(Ast.Probe probe) {
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
        return out;
    }

    @Override
    public StringBuilder include(CAst.Include section) {
        return line(section.system() ? "#include <" + section.path() + ">" : "#include \"" + section.path() + "\"");
    }

    @Override
    public StringBuilder define(CAst.Define section) {
        List<String> parameters = section.parameters();
        String list = parameters == null ? "" : "(" + String.join(", ", parameters) + ")";
        return line("#define " + section.name() + list + " " + section.body());
    }

    @Override
    public StringBuilder directive(CAst.OtherDirective section) {
        return line("#" + section.name() + " " + section.text());
    }

    @Override
    public StringBuilder declaration(CAst.Declaration section) {
        new CTreePrinter(this).declaration(section);
        return out;
    }

    @Override
    public StringBuilder config(Section.Config section) {
        line("config");
        indent++;
        for (Section.Config.Entry entry : section.entries()) {
            node(entry.key() + " =", entry.value());
        }
        indent--;
        return out;
    }

    @Override
    public StringBuilder importFile(Section.Import section) {
        return node("import", section.path());
    }

    @Override
    public StringBuilder mapDeclaration(Section.MapDeclaration section) {
        return node("let " + section.name() + " = " + section.kind(), section.arguments());
    }

    @Override
    public StringBuilder macro(Section.Macro section) {
        node("macro " + section.name(), section.parameters());
        indent++;
        block(section.body());
        indent--;
        return out;
    }

    @Override
    public StringBuilder subprogram(Section.Subprogram section) {
        line("fn " + section.name() + ": " + SourcePrinter.print(section.result()));
        indent++;
        for (Section.Subprogram.Parameter parameter : section.parameters()) {
            line("parameter $" + parameter.variable().name() + ": " + SourcePrinter.print(parameter.type()));
        }
        block(section.body());
        indent--;
        return out;
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
        TypeName type = statement.type();
        String text = "let $" + statement.variable().name() + (type == null ? "" : ": " + SourcePrinter.print(type));
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

    @Override
    public StringBuilder discard(Ast.Discard statement) {
        return node("discard", statement.value());
    }

    @Override
    public StringBuilder forLoop(Ast.For statement) {
        String text = "for $" + statement.variable().name();
        if (statement.iterated() instanceof Ast.Range range) {
            node(text + " in range", List.of(range.from(), range.to()));
        } else if (statement.iterated() instanceof Ast.Elements elements) {
            node(text + " in", elements.map());
        }
        return inside(statement.body());
    }

    private StringBuilder inside(Ast.Block body) {
        indent++;
        block(body);
        indent--;
        return out;
    }

    @Override
    public StringBuilder whileLoop(Ast.While statement) {
        node("while", statement.condition());
        return inside(statement.body());
    }

    @Override
    public StringBuilder unroll(Ast.Unroll statement) {
        node("unroll", statement.count());
        return inside(statement.body());
    }

    @Override
    public StringBuilder breakLoop(Ast.Break statement) {
        return line("break");
    }

    @Override
    public StringBuilder continueLoop(Ast.Continue statement) {
        return line("continue");
    }

    @Override
    public StringBuilder returnFrom(Ast.Return statement) {
        Ast.Expr value = statement.value();
        return value == null ? line("return") : node("return", value);
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
        return node((expr.arrow() ? "member ->" : "member .") + expr.field(), expr.object());
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
        Ast.Expr yes = expr.yes();
        return yes == null
                ? node("conditional ?:", List.of(expr.condition(), expr.no()))
                : node("conditional", List.of(expr.condition(), yes, expr.no()));
    }

    @Override
    public StringBuilder cast(Ast.Cast expr) {
        return node("cast " + SourcePrinter.print(expr.type()), expr.operand());
    }

    @Override
    public StringBuilder tuple(Ast.Tuple expr) {
        return node("tuple", expr.elements());
    }

    @Override
    public StringBuilder record(Ast.RecordLiteral expr) {
        line("record");
        indent++;
        for (Ast.RecordLiteral.NamedValue field : expr.fields()) {
            node(field.name() + " =", field.value());
        }
        indent--;
        return out;
    }

    @Override
    public StringBuilder index(Ast.Index expr) {
        return node("index", List.of(expr.object(), expr.index()));
    }

    @Override
    public StringBuilder sizeOf(Ast.SizeOf expr) {
        return line("sizeof " + SourcePrinter.print(expr.type()));
    }

    @Override
    public StringBuilder offsetOf(Ast.OffsetOf expr) {
        return line("offsetof " + SourcePrinter.print(expr.type()) + ", " + String.join(".", expr.fields()));
    }

    @Override
    public StringBuilder typeInfo(Ast.TypeInfo expr) {
        return line("typeinfo " + SourcePrinter.print(expr.type()));
    }

    @Override
    public StringBuilder type(Ast.TypeExpr expr) {
        return line("type " + SourcePrinter.print(expr.type()));
    }

    @Override
    public StringBuilder branch(Ast.IfExpression expr) {
        node("if value", expr.condition());
        indent++;
        block(expr.then());
        indent--;
        line("else");
        indent++;
        expr.otherwise().accept(this);
        indent--;
        return out;
    }

    @Override
    public StringBuilder block(Ast.BlockExpression expr) {
        line("block value");
        indent++;
        for (Ast.Statement statement : expr.statements()) {
            statement.accept(this);
        }
        Ast.Expr value = expr.value();
        if (value != null) {
            node("value", value);
        }
        indent--;
        return out;
    }

    @Override
    public StringBuilder comptime(Ast.Comptime expr) {
        return node("comptime", expr.operand());
    }
}
