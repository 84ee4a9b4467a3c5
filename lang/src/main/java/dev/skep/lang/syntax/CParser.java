package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarations in C: structures, unions, enumerations and typedefs, with all the types that they may be made of. */
final class CParser {
    private final Lexer lexer;
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    CParser(TokenStream tokens, ExpressionParser expressions) {
        this.lexer = tokens.lexer();
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /**
     * A declaration outside of all braces; the current token is its first. Leaves the lexer behind its end: the semicolon of
     * a structure may be missing.
     */
    CAst.Declaration declaration() {
        int start = tokens.start();
        if (isWord("typedef")) {
            tokens.advance();
            CAst.Type type = specifiers(false);
            List<CAst.Declarator> declarators = declarators(type);
            if (declarators.isEmpty()) {
                throw tokens.expected("a name for the type");
            }
            Span span = tokens.spanFrom(start);
            tokens.finishStatement();
            return new CAst.Declaration(true, type, declarators, span);
        }
        CAst.Type type = specifiers(true);
        if (type instanceof CAst.Tagged) {
            Span span = tokens.spanFrom(start);
            tokens.finishStatement();
            return new CAst.Declaration(false, type, List.of(), span);
        }
        return new CAst.Declaration(false, type, List.of(), tokens.spanFrom(start));
    }

    private boolean isWord(String word) {
        return tokens.at(TokenKind.IDENTIFIER) && tokens.string().equals(word);
    }

    // ------------------------------------------------------------------------------------------------------- types

    /**
     * What stands in front of the declarators: qualifiers and a type.
     *
     * @param outermost whether the lexer shall stay behind the closing brace of a structure, where other rules begin
     */
    private CAst.Type specifiers(boolean outermost) {
        int start = tokens.start();
        List<String> qualifiers = new ArrayList<>(0);
        takeQualifiers(qualifiers);
        CAst.Type type = switch (tokens.kind()) {
            case STRUCT, UNION -> composite(outermost);
            case ENUM -> enumeration(outermost);
            case IDENTIFIER -> named();
            default -> throw tokens.expected("a type");
        };
        if (!outermost) {
            takeQualifiers(qualifiers);
        }
        return qualified(type, qualifiers, start);
    }

    private CAst.Type qualified(CAst.Type type, List<String> qualifiers, int start) {
        CAst.Type qualified = type;
        for (int i = qualifiers.size() - 1; i >= 0; i--) {
            qualified = new CAst.Qualified(qualifiers.get(i), qualified, tokens.spanFrom(start));
        }
        return qualified;
    }

    private void takeQualifiers(List<String> qualifiers) {
        while (isWord("const") || isWord("volatile") || isWord("restrict")) {
            // More than one of each say no more than one.
            if (!qualifiers.contains(tokens.string())) {
                qualifiers.add(tokens.string());
            }
            tokens.advance();
        }
    }

    private CAst.Named named() {
        int start = tokens.start();
        StringBuilder name = new StringBuilder(tokens.string());
        boolean more = isIntegerWord(tokens.string());
        tokens.advance();
        while (more && tokens.at(TokenKind.IDENTIFIER) && isIntegerWord(tokens.string())) {
            name.append(' ').append(tokens.string());
            tokens.advance();
        }
        return new CAst.Named(name.toString(), tokens.spanFrom(start));
    }

    private static boolean isIntegerWord(String word) {
        return switch (word) {
            case "unsigned", "signed", "__signed__", "long", "short", "int", "char", "double" -> true;
            default -> false;
        };
    }

    private CAst.Type composite(boolean outermost) {
        int start = tokens.start();
        TypeName.Tag tag = TypeParser.tag(tokens.kind());
        tokens.enter();
        tokens.advance();
        List<String> attributes = new ArrayList<>(0);
        takeAttributes(attributes);
        String name = nameOrNull();
        if (!tokens.at(TokenKind.LEFT_BRACE)) {
            tokens.leave();
            return tagged(tag, name, start);
        }
        tokens.advance();
        List<CAst.Member> members = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            if (!tokens.accept(TokenKind.SEMICOLON)) {
                members.add(member());
            }
        }
        tokens.leave();
        closeBody(outermost, attributes);
        return new CAst.Composite(tag, name, members, attributes, tokens.spanFrom(start));
    }

    private CAst.Type tagged(TypeName.Tag tag, @Nullable String name, int start) {
        if (name == null) {
            throw tokens.expected("a name or '{'");
        }
        return new CAst.Tagged(tag, name, tokens.spanFrom(start));
    }

    private CAst.Type enumeration(boolean outermost) {
        int start = tokens.start();
        tokens.advance();
        List<String> attributes = new ArrayList<>(0);
        takeAttributes(attributes);
        String name = nameOrNull();
        if (!tokens.accept(TokenKind.LEFT_BRACE)) {
            return tagged(TypeName.Tag.ENUM, name, start);
        }
        List<CAst.Enumerator> enumerators = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            int from = tokens.start();
            String constant = name("the name of a constant");
            Ast.Expr value = tokens.accept(TokenKind.ASSIGN) ? expressions.expression() : null;
            enumerators.add(new CAst.Enumerator(constant, value, tokens.spanFrom(from)));
            if (!tokens.at(TokenKind.RIGHT_BRACE) && !tokens.accept(TokenKind.COMMA)) {
                throw tokens.expected("',' or '}'");
            }
        }
        closeBody(outermost, attributes);
        return new CAst.Enumeration(name, enumerators, attributes, tokens.spanFrom(start));
    }

    /** Goes behind the closing brace and the attributes; outermost also behind a semicolon, but reads no token there. */
    private void closeBody(boolean outermost, List<String> attributes) {
        if (!outermost) {
            tokens.advance();
            takeAttributes(attributes);
            return;
        }
        tokens.finish();
        lexer.skipTrivia();
        if (lexer.source().text().startsWith("__attribute__", lexer.position())) {
            tokens.advance();
            takeAttributes(attributes);
            tokens.finishStatement();
        } else if (lexer.peek(0) == ';') {
            lexer.moveTo(lexer.position() + 1);
        }
    }

    private CAst.Member member() {
        int start = tokens.start();
        CAst.Type type = specifiers(false);
        List<CAst.Declarator> declarators = declarators(type);
        boolean anonymous = type instanceof CAst.Composite || type instanceof CAst.Enumeration;
        if (declarators.isEmpty() && !anonymous) {
            throw tokens.expected("the name of a member");
        }
        Span span = tokens.spanFrom(start);
        tokens.expect(TokenKind.SEMICOLON);
        return new CAst.Member(type, declarators, span);
    }

    // -------------------------------------------------------------------------------------------------- declarators

    /** The declarators up to a semicolon, which may be none. */
    private List<CAst.Declarator> declarators(CAst.Type base) {
        List<CAst.Declarator> declarators = new ArrayList<>(1);
        while (!tokens.at(TokenKind.SEMICOLON)) {
            int start = tokens.start();
            CAst.Declarator declarator = declarator(base);
            if (declarator.name() == null && !tokens.at(TokenKind.COLON)) {
                throw tokens.expected("a name");
            }
            Ast.Expr bits = tokens.accept(TokenKind.COLON) ? expressions.expression() : null;
            List<String> attributes = new ArrayList<>(declarator.attributes());
            takeAttributes(attributes);
            declarators.add(new CAst.Declarator(
                    declarator.name(), declarator.type(), bits, attributes, tokens.spanFrom(start)));
            if (!tokens.accept(TokenKind.COMMA)) {
                break;
            }
        }
        return declarators;
    }

    /** Pointers, the name, arrays and parameters; the name may be missing, as in a list of parameters. */
    private CAst.Declarator declarator(CAst.Type base) {
        int start = tokens.start();
        tokens.enter();
        CAst.Type type = base;
        int height = 1;
        while (tokens.accept(TokenKind.STAR)) {
            height = tokens.above(height);
            type = new CAst.Pointer(type, tokens.spanFrom(start));
            List<String> qualifiers = new ArrayList<>(0);
            takeQualifiers(qualifiers);
            type = qualified(type, qualifiers, start);
        }
        List<String> attributes = new ArrayList<>(0);
        takeAttributes(attributes);
        CAst.Declarator declarator;
        if (isNested()) {
            declarator = nested(type, attributes, start);
        } else {
            String name = nameOrNull();
            CAst.Type whole = suffixes(type, start);
            declarator = new CAst.Declarator(name, whole, null, attributes, tokens.spanFrom(start));
        }
        tokens.leave();
        return declarator;
    }

    /** Whether a parenthesis opens a declarator, and not a list of parameters. */
    private boolean isNested() {
        if (!tokens.at(TokenKind.LEFT_PAREN)) {
            return false;
        }
        TokenKind following = tokens.following();
        return following == TokenKind.STAR || following == TokenKind.LEFT_PAREN;
    }

    /** {@code (*name)(parameters)}: what stands behind the parentheses is nearer to the type than what stands in them. */
    private CAst.Declarator nested(CAst.Type type, List<String> attributes, int start) {
        TokenStream.Mark inside = tokens.mark();
        int depth = 0;
        do {
            switch (tokens.kind()) {
                case LEFT_PAREN -> depth++;
                case RIGHT_PAREN -> depth--;
                case END, SEMICOLON, LEFT_BRACE, RIGHT_BRACE -> throw tokens.expected(TokenKind.RIGHT_PAREN.text());
                default -> {}
            }
            tokens.advance();
        } while (depth > 0);
        CAst.Type outer = suffixes(type, start);
        TokenStream.Mark behind = tokens.mark();
        tokens.reset(inside);
        tokens.advance();
        CAst.Declarator inner = declarator(outer);
        tokens.expect(TokenKind.RIGHT_PAREN);
        tokens.reset(behind);
        attributes.addAll(inner.attributes());
        return new CAst.Declarator(inner.name(), inner.type(), null, attributes, tokens.spanFrom(start));
    }

    /** The arrays and parameters behind a name: the first is the outermost. */
    private CAst.Type suffixes(CAst.Type type, int start) {
        if (tokens.at(TokenKind.LEFT_PAREN)) {
            tokens.advance();
            List<CAst.Declarator> parameters = new ArrayList<>();
            boolean variadic = parameters(parameters);
            return new CAst.Function(type, parameters, variadic, tokens.spanFrom(start));
        }
        List<Ast.@Nullable Expr> counts = new ArrayList<>(1);
        while (tokens.accept(TokenKind.LEFT_BRACKET)) {
            counts.add(tokens.at(TokenKind.RIGHT_BRACKET) ? null : expressions.enclosed());
            tokens.expect(TokenKind.RIGHT_BRACKET);
        }
        CAst.Type array = type;
        int height = 1;
        for (int i = counts.size() - 1; i >= 0; i--) {
            height = tokens.above(height);
            array = new CAst.Array(array, counts.get(i), tokens.spanFrom(start));
        }
        return array;
    }

    /** The parameters up to and with the parenthesis; whether any number more may follow them. */
    private boolean parameters(List<CAst.Declarator> parameters) {
        if (isWord("void") && tokens.following() == TokenKind.RIGHT_PAREN) {
            tokens.advance();
        }
        boolean variadic = false;
        while (!tokens.at(TokenKind.RIGHT_PAREN)) {
            if (tokens.accept(TokenKind.RANGE)) {
                tokens.expect(TokenKind.DOT);
                variadic = true;
                break;
            }
            int start = tokens.start();
            CAst.Type type = specifiers(false);
            CAst.Declarator parameter = declarator(type);
            parameters.add(new CAst.Declarator(
                    parameter.name(), parameter.type(), null, parameter.attributes(), tokens.spanFrom(start)));
            if (!tokens.at(TokenKind.RIGHT_PAREN)) {
                tokens.expect(TokenKind.COMMA);
            }
        }
        tokens.expect(TokenKind.RIGHT_PAREN);
        return variadic;
    }

    // ------------------------------------------------------------------------------------------ names and attributes

    /** A name; the words of the tracing language are names here. */
    private @Nullable String nameOrNull() {
        boolean tag = tokens.at(TokenKind.STRUCT) || tokens.at(TokenKind.UNION) || tokens.at(TokenKind.ENUM);
        if (!tokens.at(TokenKind.IDENTIFIER) && (tag || !tokens.kind().isKeyword())) {
            return null;
        }
        String name = tokens.string();
        tokens.advance();
        return name;
    }

    private String name(String what) {
        String name = nameOrNull();
        if (name == null) {
            throw tokens.expected(what);
        }
        return name;
    }

    private void takeAttributes(List<String> attributes) {
        while (isWord("__attribute__") || isWord("__packed") || isWord("__aligned")) {
            StringBuilder text = new StringBuilder(tokens.string());
            tokens.advance();
            int depth = 0;
            while (depth > 0 || (text.indexOf("(") < 0 && tokens.at(TokenKind.LEFT_PAREN))) {
                switch (tokens.kind()) {
                    case LEFT_PAREN -> depth++;
                    case RIGHT_PAREN -> depth--;
                    case END, SEMICOLON, LEFT_BRACE, RIGHT_BRACE -> throw tokens.expected(TokenKind.RIGHT_PAREN.text());
                    default -> {}
                }
                String part = tokens.tokenSpan().text();
                boolean words = Lexer.isNamePart(text.charAt(text.length() - 1)) && Lexer.isNamePart(part.charAt(0));
                text.append(words ? " " : "").append(part);
                tokens.advance();
            }
            attributes.add(text.toString());
        }
    }
}
