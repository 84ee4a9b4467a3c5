package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands beside the probes: the configuration, imports, declarations of maps, macros, functions, and C. */
final class SectionParser {
    private final Lexer lexer;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TypeParser types;
    private final StatementParser statements;
    private final DirectiveParser directives;
    private final CParser declarations;

    SectionParser(TokenStream tokens, ExpressionParser expressions) {
        this.lexer = tokens.lexer();
        this.tokens = tokens;
        this.expressions = expressions;
        this.types = expressions.types();
        this.statements = expressions.statements();
        this.directives = new DirectiveParser(lexer);
        this.declarations = new CParser(tokens, expressions);
    }

    /** Whether a section begins at the lexer's position that is no probe. */
    boolean begins() {
        String word = word();
        return lexer.peek(0) == '#' || (isSection(word) && lexer.peek(word.length()) != ':');
    }

    private static boolean isSection(String word) {
        return switch (word) {
            case "config", "enum", "fn", "import", "let", "macro", "struct", "typedef", "union" -> true;
            default -> false;
        };
    }

    private String word() {
        int length = 0;
        while (Lexer.isNamePart(lexer.peek(length))) {
            length++;
        }
        int start = lexer.position();
        return lexer.source().text().substring(start, start + length);
    }

    /** A section, or null if it is broken, which was reported then. Leaves the lexer behind it. */
    @Nullable
    Section read() {
        String word = word();
        if (lexer.peek(0) == '#') {
            return directives.read();
        }
        tokens.restart();
        TokenStream.Mark start = tokens.mark();
        try {
            return switch (word) {
                case "config" -> config();
                case "import" -> imported();
                case "let" -> mapDeclaration();
                case "macro" -> macro();
                case "fn" -> subprogram();
                default -> declarations.declaration();
            };
        } catch (SyntaxError reported) {
            if (statements.takeAbandoned()) {
                lexer.moveTo(tokens.start());
            } else {
                tokens.reset(start);
                skip();
            }
            return null;
        }
    }

    /** Skips a broken section, from its start to behind the semicolon or the block that ends it. */
    private void skip() {
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
        skipSemicolon();
    }

    /** A semicolon behind a closing brace means nothing. */
    private void skipSemicolon() {
        lexer.skipTrivia();
        if (lexer.peek(0) == ';') {
            lexer.moveTo(lexer.position() + 1);
        }
    }

    // ------------------------------------------------------------------------------------------------------ config

    private Section.Config config() {
        int start = tokens.start();
        tokens.advance();
        tokens.expect(TokenKind.ASSIGN);
        tokens.expect(TokenKind.LEFT_BRACE);
        List<Section.Config.Entry> entries = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            if (tokens.accept(TokenKind.SEMICOLON)) {
                continue;
            }
            entries.add(entry());
            if (!tokens.at(TokenKind.RIGHT_BRACE) && !tokens.accept(TokenKind.SEMICOLON)) {
                throw tokens.expected("';' or '}'");
            }
        }
        tokens.finish();
        Span span = tokens.spanFrom(start);
        skipSemicolon();
        return new Section.Config(entries, span);
    }

    private Section.Config.Entry entry() {
        int start = tokens.start();
        String key = tokens.string();
        Span keySpan = tokens.tokenSpan();
        tokens.expect(TokenKind.IDENTIFIER);
        tokens.expect(TokenKind.ASSIGN);
        Span span = tokens.tokenSpan();
        Ast.Expr value = switch (tokens.kind()) {
            case INTEGER -> new Ast.IntegerLiteral(tokens.number(), span);
            case STRING -> new Ast.StringLiteral(tokens.string(), span);
            case TRUE -> new Ast.BoolLiteral(true, span);
            case FALSE -> new Ast.BoolLiteral(false, span);
            case IDENTIFIER -> new Ast.Name(tokens.string(), span);
            default -> throw tokens.expected("a number, a string, a word, 'true' or 'false'");
        };
        tokens.advance();
        return new Section.Config.Entry(key, keySpan, value, tokens.spanFrom(start));
    }

    // --------------------------------------------------------------------------------------- imports, maps, macros

    private Section.Import imported() {
        Section.Import imported = statements.imported();
        tokens.finishStatement();
        return imported;
    }

    private Section.MapDeclaration mapDeclaration() {
        int start = tokens.start();
        tokens.advance();
        String name = tokens.string();
        Span nameSpan = tokens.tokenSpan();
        if (tokens.at(TokenKind.VARIABLE)) {
            throw tokens.expected("a map", "a variable lives in a probe and is declared there");
        }
        tokens.expect(TokenKind.MAP);
        tokens.expect(TokenKind.ASSIGN);
        String kind = tokens.string();
        Span kindSpan = tokens.tokenSpan();
        tokens.expect(TokenKind.IDENTIFIER);
        tokens.expect(TokenKind.LEFT_PAREN);
        List<Ast.Expr> arguments = new ArrayList<>(1);
        while (!tokens.at(TokenKind.RIGHT_PAREN)) {
            arguments.add(expressions.enclosed());
            if (!tokens.at(TokenKind.RIGHT_PAREN)) {
                tokens.expect(TokenKind.COMMA);
            }
        }
        tokens.advance();
        Span span = tokens.spanFrom(start);
        tokens.finishStatement();
        return new Section.MapDeclaration(name, nameSpan, kind, kindSpan, arguments, span);
    }

    private Section.Macro macro() {
        int start = tokens.start();
        tokens.advance();
        String name = tokens.string();
        Span nameSpan = tokens.tokenSpan();
        tokens.expect(TokenKind.IDENTIFIER);
        tokens.expect(TokenKind.LEFT_PAREN);
        List<Ast.Expr> parameters = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_PAREN)) {
            Span span = tokens.tokenSpan();
            parameters.add(
                    switch (tokens.kind()) {
                        case VARIABLE -> new Ast.Variable(tokens.string(), span);
                        case MAP -> new Ast.MapAccess(tokens.string(), List.of(), span);
                        case IDENTIFIER -> new Ast.Name(tokens.string(), span);
                        default ->
                            throw tokens.expected(
                                    "a parameter", "a parameter is $name for a variable, @name for a map, or name");
                    });
            tokens.advance();
            if (!tokens.at(TokenKind.RIGHT_PAREN)) {
                tokens.expect(TokenKind.COMMA);
            }
        }
        tokens.advance();
        Ast.BlockExpression body = statements.macroBody();
        return new Section.Macro(name, nameSpan, parameters, body, tokens.spanFrom(start));
    }

    private Section.Subprogram subprogram() {
        int start = tokens.start();
        tokens.advance();
        String name = tokens.string();
        Span nameSpan = tokens.tokenSpan();
        tokens.expect(TokenKind.IDENTIFIER);
        tokens.expect(TokenKind.LEFT_PAREN);
        List<Section.Subprogram.Parameter> parameters = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_PAREN)) {
            int from = tokens.start();
            Ast.Variable variable = statements.variable();
            tokens.expect(TokenKind.COLON);
            TypeName type = types.type();
            parameters.add(new Section.Subprogram.Parameter(variable, type, tokens.spanFrom(from)));
            if (!tokens.at(TokenKind.RIGHT_PAREN)) {
                tokens.expect(TokenKind.COMMA);
            }
        }
        tokens.advance();
        tokens.expect(TokenKind.COLON);
        TypeName result = types.type();
        Ast.Block body = statements.body();
        return new Section.Subprogram(name, nameSpan, parameters, result, body, tokens.spanFrom(start));
    }
}
