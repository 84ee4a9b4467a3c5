package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.FormatPieces.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tree says about the pieces of a script: where lines begin, what braces enclose, which operators are tight. */
final class FormatRoles
        implements Section.Visitor<Void>, Ast.StatementVisitor<Void>, Ast.ExprVisitor<Void>, TypeName.Visitor<Void> {
    /** Blocks as values are written on one line up to this many characters. */
    private static final int INLINE = 60;

    private final FormatMarks marks;

    private FormatRoles(FormatMarks marks) {
        this.marks = marks;
    }

    /** The flags of each piece. */
    static int[] of(Ast.Script script, List<Piece> pieces) {
        FormatMarks marks = new FormatMarks(pieces);
        FormatRoles roles = new FormatRoles(marks);
        List<Section> sections = script.sections();
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            marks.start(section.span().start());
            section.accept(roles);
            boolean paragraph = i + 1 < sections.size() && (isLong(section) || isLong(sections.get(i + 1)));
            marks.mark(marks.endingAt(section.span().end()), paragraph ? FormatMarks.PARAGRAPH : 0);
        }
        return marks.flags();
    }

    private static boolean isLong(Section section) {
        return !(section instanceof CAst.Directive
                || section instanceof Section.Import
                || section instanceof Section.MapDeclaration
                || (section instanceof CAst.Declaration declaration && declaration.type() instanceof CAst.Tagged));
    }

    private void accept(Ast.@Nullable Expr expr) {
        if (expr != null) {
            expr.accept(this);
        }
    }

    private void acceptAll(List<Ast.Expr> exprs) {
        for (Ast.Expr expr : exprs) {
            expr.accept(this);
        }
    }

    // ---------------------------------------------------------------------------------------------------- sections

    @Override
    public Void include(CAst.Include section) {
        return null;
    }

    @Override
    public Void define(CAst.Define section) {
        return null;
    }

    @Override
    public Void directive(CAst.OtherDirective section) {
        return null;
    }

    @Override
    public Void declaration(CAst.Declaration section) {
        int last = marks.endingAt(section.span().end());
        for (int at = marks.from(section.span().start()); at <= last; at++) {
            marks.mark(at, FormatMarks.C);
        }
        type(section.type());
        declarators(section.declarators());
        marks.end(section.span());
        return null;
    }

    private void declarators(List<CAst.Declarator> declarators) {
        for (CAst.Declarator declarator : declarators) {
            derived(declarator.type());
            accept(declarator.bits());
        }
    }

    /** The part of a type that stands with the name. */
    private void derived(CAst.Type type) {
        if (type instanceof CAst.Pointer pointer) {
            marks.mark(marks.endingAt(pointer.span().end()), FormatMarks.STAR);
            derived(pointer.target());
        } else if (type instanceof CAst.Array array) {
            accept(array.count());
            derived(array.element());
        } else if (type instanceof CAst.Function function) {
            declarators(function.parameters());
            derived(function.result());
        } else if (type instanceof CAst.Qualified qualified) {
            derived(qualified.type());
        }
    }

    /** The type in front of declarators. */
    private void type(CAst.Type type) {
        if (type instanceof CAst.Qualified qualified) {
            type(qualified.type());
        } else if (type instanceof CAst.Composite composite) {
            braces(composite.span());
            for (CAst.Member member : composite.members()) {
                marks.start(member.span().start());
                type(member.type());
                declarators(member.declarators());
                marks.end(member.span());
            }
        } else if (type instanceof CAst.Enumeration enumeration) {
            braces(enumeration.span());
            for (CAst.Enumerator enumerator : enumeration.enumerators()) {
                marks.start(enumerator.span().start());
                accept(enumerator.value());
            }
        }
    }

    /** The first and the last brace in a place. */
    private void braces(Span span) {
        int open = marks.from(span.start());
        while (!marks.piece(open).is(TokenKind.LEFT_BRACE)) {
            open++;
        }
        int close = marks.endingAt(span.end());
        while (!marks.piece(close).is(TokenKind.RIGHT_BRACE)) {
            close--;
        }
        marks.lines(open, close);
    }

    @Override
    public Void config(Section.Config section) {
        braces(section.span());
        for (Section.Config.Entry entry : section.entries()) {
            marks.start(entry.span().start());
            marks.end(entry.span());
        }
        return null;
    }

    @Override
    public Void importFile(Section.Import section) {
        marks.end(section.span());
        return null;
    }

    @Override
    public Void mapDeclaration(Section.MapDeclaration section) {
        acceptAll(section.arguments());
        marks.end(section.span());
        return null;
    }

    @Override
    public Void macro(Section.Macro section) {
        marks.start(section.body().span().start());
        block(section.body().span(), section.body().statements(), section.body().value());
        return null;
    }

    @Override
    public Void subprogram(Section.Subprogram section) {
        for (Section.Subprogram.Parameter parameter : section.parameters()) {
            marks.mark(marks.token(parameter.variable().span().end()), FormatMarks.POSTFIX);
            parameter.type().accept(this);
        }
        marks.mark(marks.before(section.result().span().start()), FormatMarks.POSTFIX);
        section.result().accept(this);
        marks.start(section.body().span().start());
        return block(section.body());
    }

    @Override
    public Void probe(Ast.Probe section) {
        for (Ast.AttachPoint point : section.attachPoints()) {
            marks.start(point.span().start());
        }
        if (section.predicate() != null) {
            int open = marks.token(section.attachPoints().getLast().span().end());
            marks.mark(open, FormatMarks.START | FormatMarks.PREFIX);
            marks.mark(marks.before(section.body().span().start()), FormatMarks.POSTFIX);
            accept(section.predicate());
        }
        marks.start(section.body().span().start());
        return block(section.body());
    }

    // -------------------------------------------------------------------------------------------------- statements

    @Override
    public Void block(Ast.Block block) {
        return block(block.span(), block.statements(), null);
    }

    private Void block(Span span, List<Ast.Statement> statements, Ast.@Nullable Expr value) {
        int open = marks.token(span.start());
        marks.lines(open, marks.endingAt(span.end()));
        int end = span.start() + 1;
        for (Ast.Statement statement : statements) {
            marks.start(statement.span().start());
            statement.accept(this);
            if (!endsWithBrace(statement)) {
                marks.end(statement.span());
            }
            end = statement.span().end();
        }
        if (value != null) {
            int at = marks.token(end);
            while (marks.piece(at).is(TokenKind.SEMICOLON) || marks.piece(at).comment()) {
                at++;
            }
            marks.mark(at, FormatMarks.START);
            if (marks.piece(at).is(TokenKind.LEFT_BRACE) && value instanceof Ast.BlockExpression block) {
                block(block.span(), block.statements(), block.value());
            } else if (marks.piece(at).is(TokenKind.IF) && value instanceof Ast.IfExpression branch) {
                branch(branch, false);
            } else {
                accept(value);
            }
        }
        return null;
    }

    private static boolean endsWithBrace(Ast.Statement statement) {
        return statement instanceof Ast.Block
                || statement instanceof Ast.If
                || statement instanceof Ast.For
                || statement instanceof Ast.While
                || statement instanceof Ast.Unroll;
    }

    @Override
    public Void expression(Ast.ExpressionStatement statement) {
        return statement.expression().accept(this);
    }

    @Override
    public Void assign(Ast.Assign statement) {
        accept(statement.target());
        return statement.value().accept(this);
    }

    @Override
    public Void declare(Ast.Declare statement) {
        TypeName type = statement.type();
        if (type != null) {
            marks.mark(marks.token(statement.variable().span().end()), FormatMarks.POSTFIX);
            type.accept(this);
        }
        accept(statement.value());
        return null;
    }

    @Override
    public Void discard(Ast.Discard statement) {
        return statement.value().accept(this);
    }

    @Override
    public Void branch(Ast.If statement) {
        accept(statement.condition());
        block(statement.then());
        return statement.otherwise() == null ? null : statement.otherwise().accept(this);
    }

    @Override
    public Void forLoop(Ast.For statement) {
        if (statement.iterated() instanceof Ast.Range range) {
            accept(range.from());
            accept(range.to());
        }
        return block(statement.body());
    }

    @Override
    public Void whileLoop(Ast.While statement) {
        accept(statement.condition());
        return block(statement.body());
    }

    @Override
    public Void unroll(Ast.Unroll statement) {
        accept(statement.count());
        return block(statement.body());
    }

    @Override
    public Void breakLoop(Ast.Break statement) {
        return null;
    }

    @Override
    public Void continueLoop(Ast.Continue statement) {
        return null;
    }

    @Override
    public Void returnFrom(Ast.Return statement) {
        accept(statement.value());
        return null;
    }

    // ------------------------------------------------------------------------------------------------- expressions

    @Override
    public Void integer(Ast.IntegerLiteral expr) {
        return null;
    }

    @Override
    public Void string(Ast.StringLiteral expr) {
        return null;
    }

    @Override
    public Void bool(Ast.BoolLiteral expr) {
        return null;
    }

    @Override
    public Void name(Ast.Name expr) {
        return null;
    }

    @Override
    public Void variable(Ast.Variable expr) {
        return null;
    }

    @Override
    public Void positional(Ast.Positional expr) {
        return null;
    }

    @Override
    public Void mapAccess(Ast.MapAccess expr) {
        acceptAll(expr.keys());
        return null;
    }

    @Override
    public Void call(Ast.Call expr) {
        acceptAll(expr.arguments());
        return null;
    }

    @Override
    public Void member(Ast.Member expr) {
        return expr.object().accept(this);
    }

    @Override
    public Void unary(Ast.Unary expr) {
        marks.mark(marks.token(expr.span().start()), FormatMarks.PREFIX);
        return expr.operand().accept(this);
    }

    @Override
    public Void increment(Ast.Increment expr) {
        if (expr.prefix()) {
            marks.mark(marks.token(expr.span().start()), FormatMarks.PREFIX);
        } else {
            marks.mark(marks.endingAt(expr.span().end()), FormatMarks.POSTFIX);
        }
        return expr.target().accept(this);
    }

    @Override
    public Void binary(Ast.Binary expr) {
        accept(expr.left());
        return expr.right().accept(this);
    }

    @Override
    public Void conditional(Ast.Conditional expr) {
        accept(expr.condition());
        accept(expr.yes());
        return expr.no().accept(this);
    }

    @Override
    public Void cast(Ast.Cast expr) {
        marks.mark(marks.token(expr.type().span().end()), FormatMarks.PREFIX);
        expr.type().accept(this);
        return expr.operand().accept(this);
    }

    @Override
    public Void tuple(Ast.Tuple expr) {
        acceptAll(expr.elements());
        return null;
    }

    @Override
    public Void record(Ast.RecordLiteral expr) {
        for (Ast.RecordLiteral.NamedValue field : expr.fields()) {
            accept(field.value());
        }
        return null;
    }

    @Override
    public Void index(Ast.Index expr) {
        accept(expr.object());
        return expr.index().accept(this);
    }

    @Override
    public Void sizeOf(Ast.SizeOf expr) {
        return expr.type().accept(this);
    }

    @Override
    public Void offsetOf(Ast.OffsetOf expr) {
        return expr.type().accept(this);
    }

    @Override
    public Void typeInfo(Ast.TypeInfo expr) {
        return expr.type().accept(this);
    }

    @Override
    public Void type(Ast.TypeExpr expr) {
        return expr.type().accept(this);
    }

    @Override
    public Void comptime(Ast.Comptime expr) {
        return expr.operand().accept(this);
    }

    @Override
    public Void block(Ast.BlockExpression expr) {
        if (isInline(expr)) {
            accept(expr.value());
            return null;
        }
        return block(expr.span(), expr.statements(), expr.value());
    }

    @Override
    public Void branch(Ast.IfExpression expr) {
        branch(expr, isInline(expr));
        return null;
    }

    private void branch(Ast.IfExpression expr, boolean inline) {
        accept(expr.condition());
        branchBlock(expr.then(), inline);
        if (expr.otherwise() instanceof Ast.IfExpression next) {
            branch(next, inline);
        } else if (expr.otherwise() instanceof Ast.BlockExpression block) {
            branchBlock(block, inline);
        }
    }

    private void branchBlock(Ast.BlockExpression block, boolean inline) {
        if (inline) {
            accept(block.value());
        } else {
            block(block.span(), block.statements(), block.value());
        }
    }

    /** Whether a block, or an {@code if}, as a value is short enough for a line, and has no lines in it. */
    private boolean isInline(Ast.Expr expr) {
        return marks.width(expr.span()) <= INLINE && isValueAlone(expr);
    }

    private static boolean isValueAlone(Ast.Expr expr) {
        if (expr instanceof Ast.BlockExpression block) {
            return block.statements().isEmpty() && block.value() != null && isValueAlone(block.value());
        }
        return !(expr instanceof Ast.IfExpression branch)
                || (isValueAlone(branch.then()) && isValueAlone(branch.otherwise()));
    }

    // ------------------------------------------------------------------------------------------------------- types

    @Override
    public Void named(TypeName.Named type) {
        return null;
    }

    @Override
    public Void tagged(TypeName.Tagged type) {
        return null;
    }

    @Override
    public Void pointer(TypeName.Pointer type) {
        marks.mark(marks.endingAt(type.span().end()), FormatMarks.STAR);
        return type.target().accept(this);
    }

    @Override
    public Void array(TypeName.Array type) {
        accept(type.count());
        return type.element().accept(this);
    }

    @Override
    public Void typeOf(TypeName.TypeOf type) {
        return type.operand().accept(this);
    }
}
