package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to tree, by recursive descent. This class reads what stands outside the bodies: probes with their attach points and
 * predicates. It takes any text: what is wrong is reported, and the tree then holds what could be understood.
 */
public final class Parser {
    private final Lexer lexer;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    private Parser(Source source, Diagnostics diagnostics) {
        this.lexer = new Lexer(source, diagnostics);
        this.tokens = new TokenStream(lexer);
        this.expressions = new ExpressionParser(tokens);
        this.statements = new StatementParser(tokens, expressions);
    }

    /** Parses a script. If it reports errors, the tree has gaps and is good for nothing but messages. */
    public static Ast.Script parse(Source source, Diagnostics diagnostics) {
        return new Parser(source, diagnostics).script();
    }

    private Ast.Script script() {
        int end = lexer.source().text().length();
        List<Ast.Probe> probes = new ArrayList<>();
        skipInterpreterLine();
        while (true) {
            lexer.skipTrivia();
            if (lexer.atEnd()) {
                break;
            }
            tokens.resetDepth(0);
            if (!skipUnsupportedSection()) {
                Ast.Probe probe = probe();
                if (probe != null) {
                    probes.add(probe);
                }
            }
        }
        Span all = new Span(lexer.source(), 0, end);
        if (probes.isEmpty() && !lexer.diagnostics().hasErrors()) {
            lexer.diagnostics()
                    .error(
                            Code.NO_PROBES,
                            all,
                            "the program has no probes",
                            "a probe is written: tracepoint:syscalls:sys_enter_openat { print(comm); }");
        }
        return new Ast.Script(probes, all);
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
            if (tokens.at(TokenKind.RIGHT_BRACE)) {
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
        Ast.AttachPoint.Part first = parts.getFirst();
        if (first.text().indexOf('=') >= 0) {
            tokens.restart();
            throw tokens.unsupported("a name for a probe", first.span());
        }
        return new Ast.AttachPoint(parts, new Span(lexer.source(), start, end));
    }

    /** Reports and skips what may stand beside probes in a script, but not yet in this version. */
    private boolean skipUnsupportedSection() {
        String text = lexer.source().text();
        int start = lexer.position();
        int end = start;
        if (lexer.peek(0) == '#') {
            end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            lexer.moveTo(end);
            unsupported("the C preprocessor", start, end);
            return true;
        }
        while (end < text.length() && Lexer.isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == text.length() || text.charAt(end) == ':') {
            return false;
        }
        String what = switch (text.substring(start, end)) {
            case "config" -> "a config block";
            case "let" -> "the declaration of a map";
            case "macro" -> "a macro";
            case "fn" -> "a function";
            case "import" -> "an import";
            case "struct", "union", "enum" -> "a C definition";
            default -> null;
        };
        if (what == null) {
            return false;
        }
        unsupported(what, start, end);
        skipSection();
        return true;
    }

    private void unsupported(String what, int start, int end) {
        lexer.diagnostics()
                .error(
                        Code.UNSUPPORTED_SYNTAX,
                        new Span(lexer.source(), start, end),
                        what + " is not supported by this version");
    }

    /** Skips to behind the semicolon or the block that ends a section. */
    private void skipSection() {
        tokens.restart();
        int braces = 0;
        while (!tokens.at(TokenKind.END)) {
            if (tokens.at(TokenKind.LEFT_BRACE)) {
                braces++;
            } else if (tokens.at(TokenKind.RIGHT_BRACE) && --braces <= 0) {
                break;
            } else if (tokens.at(TokenKind.SEMICOLON) && braces == 0) {
                break;
            }
            tokens.advance();
        }
        tokens.finish();
        lexer.skipTrivia();
        if (lexer.peek(0) == ';') {
            lexer.moveTo(lexer.position() + 1);
        }
    }
}
