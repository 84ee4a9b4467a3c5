package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to tree, by recursive descent. This class reads probes, with their attach points and predicates; {@link SectionParser}
 * what else stands outside of all braces. It takes any text: what is wrong is reported, and the tree then holds what could
 * be understood.
 */
public final class Parser {
    private final Lexer lexer;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final StatementParser statements;
    private final SectionParser sections;

    private Parser(Source source, Diagnostics diagnostics) {
        this.lexer = new Lexer(source, diagnostics);
        this.tokens = new TokenStream(lexer);
        this.expressions = new ExpressionParser(tokens);
        this.statements = expressions.statements();
        this.sections = new SectionParser(tokens, expressions);
    }

    /** Parses a script. If it reports errors, the tree has gaps and is good for nothing but messages. */
    public static Ast.Script parse(Source source, Diagnostics diagnostics) {
        return new Parser(source, diagnostics).script();
    }

    private Ast.Script script() {
        int end = lexer.source().text().length();
        List<Section> found = new ArrayList<>();
        SectionOrder order = new SectionOrder(lexer.diagnostics());
        boolean probes = false;
        skipInterpreterLine();
        while (true) {
            lexer.skipTrivia();
            if (lexer.atEnd()) {
                break;
            }
            tokens.resetDepth(0);
            Section section;
            if (sections.begins()) {
                section = sections.read();
            } else {
                probes = true;
                section = probe();
            }
            if (section != null) {
                found.add(section);
                order.check(section);
            }
        }
        Span all = new Span(lexer.source(), 0, end);
        if (!probes && !lexer.diagnostics().hasErrors()) {
            lexer.diagnostics()
                    .error(
                            Code.NO_PROBES,
                            all,
                            "the program has no probes",
                            "a probe is written: tracepoint:syscalls:sys_enter_openat { print(comm); }");
        }
        return new Ast.Script(found, all);
    }

    /** The first line may name the interpreter: {@code #!/usr/bin/skep}. */
    private void skipInterpreterLine() {
        if (lexer.peek(0) == '#' && lexer.peek(1) == '!') {
            int line = lexer.source().text().indexOf('\n');
            lexer.moveTo(line < 0 ? lexer.source().text().length() : line + 1);
        }
    }

    /** A probe, or null if its attach points are broken or its body does not end. */
    private Ast.@Nullable Probe probe() {
        int start = lexer.position();
        List<Ast.AttachPoint> points = new ArrayList<>(1);
        Ast.Expr predicate = null;
        boolean broken = false;
        try {
            do {
                lexer.skipTrivia();
                points.add(attachPoint());
                lexer.skipTrivia();
            } while (comma());
            tokens.restart();
            predicate = predicate();
        } catch (SyntaxError reported) {
            broken = true;
            tokens.resetDepth(0);
            if (!skipToBody()) {
                return null;
            }
        }
        try {
            Ast.Block body = statements.body();
            return broken ? null : new Ast.Probe(points, predicate, body, tokens.spanFrom(start));
        } catch (SyntaxError reported) {
            statements.takeAbandoned();
            lexer.moveTo(tokens.start());
            return null;
        }
    }

    /** The predicate, or null; then the current token is the body's brace. */
    private Ast.@Nullable Expr predicate() {
        if (!tokens.accept(TokenKind.SLASH)) {
            if (!tokens.at(TokenKind.LEFT_BRACE)) {
                throw tokens.expected("',', '/' or '{'");
            }
            return null;
        }
        Ast.Expr predicate = expressions.predicate();
        if (!tokens.at(TokenKind.SLASH)) {
            throw tokens.expected(
                    TokenKind.SLASH.text(),
                    tokens.at(TokenKind.ASSIGN) ? "'==' compares, '=' assigns" : "a predicate stands between slashes");
        }
        tokens.advance();
        if (!tokens.at(TokenKind.LEFT_BRACE)) {
            throw tokens.expected(TokenKind.LEFT_BRACE.text());
        }
        return predicate;
    }

    /** Whether a body follows, behind attach points that are broken: its own errors are worth reporting. */
    private boolean skipToBody() {
        while (!tokens.at(TokenKind.END)) {
            if (tokens.at(TokenKind.LEFT_BRACE)) {
                return true;
            }
            if (tokens.at(TokenKind.RIGHT_BRACE) || tokens.at(TokenKind.SEMICOLON)) {
                tokens.finish();
                return false;
            }
            tokens.advance();
        }
        return false;
    }

    private boolean comma() {
        if (lexer.peek(0) != ',') {
            return false;
        }
        lexer.moveTo(lexer.position() + 1);
        return true;
    }

    private Ast.AttachPoint attachPoint() {
        int start = lexer.position();
        String name = label();
        List<Ast.AttachPoint.Part> parts = new AttachPointLexer(lexer).read();
        int end = lexer.position();
        if (parts.isEmpty()) {
            tokens.restart();
            throw tokens.at(TokenKind.RIGHT_BRACE)
                    ? tokens.expected("a probe", "there is one '}' too many in front of it")
                    : tokens.expected("a probe");
        }
        if (lexer.lastError() >= start) {
            tokens.restart();
            throw new SyntaxError();
        }
        return new Ast.AttachPoint(name, parts, new Span(lexer.source(), start, end));
    }

    /** The name in {@code name=probe}, or null. */
    private @Nullable String label() {
        String text = lexer.source().text();
        int start = lexer.position();
        int end = start;
        while (end < text.length() && Lexer.isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == start || end == text.length() || text.charAt(end) != '=') {
            return null;
        }
        lexer.moveTo(end + 1);
        return text.substring(start, end);
    }
}
