package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types: {@code int64}, {@code struct s *}, {@code string[64]}, {@code typeof(x)}. Where a type and a value may stand in the
 * same place, it looks ahead.
 */
final class TypeParser {
    /** How many tokens it looks ahead to tell a type from a value; longer ones are values. */
    private static final int FARTHEST = 500;

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    /** The height of the type that was read last. */
    private int height;

    TypeParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** A type, wherever only a type may stand. */
    TypeName type() {
        int start = tokens.start();
        tokens.enter();
        TypeName type = base();
        while (true) {
            if (tokens.accept(TokenKind.STAR)) {
                height = tokens.above(height);
                type = new TypeName.Pointer(type, tokens.spanFrom(start));
            } else if (tokens.at(TokenKind.LEFT_BRACKET)) {
                type = array(type, start);
            } else {
                break;
            }
        }
        tokens.leave();
        expressions.contains(height);
        return type;
    }

    /** The height of the tree of the type that was read last. */
    int height() {
        return height;
    }

    private TypeName base() {
        int start = tokens.start();
        height = 1;
        switch (tokens.kind()) {
            case IDENTIFIER -> {
                String name = words();
                return new TypeName.Named(name, tokens.spanFrom(start));
            }
            case STRUCT, UNION, ENUM -> {
                TypeName.Tag tag = tag(tokens.kind());
                tokens.advance();
                String name = tokens.string();
                tokens.expect(TokenKind.IDENTIFIER);
                return new TypeName.Tagged(tag, name, tokens.spanFrom(start));
            }
            case TYPEOF -> {
                return typeOf();
            }
            default -> throw tokens.expected("a type");
        }
    }

    /** {@code typeof(...)} alone, as it may stand for a value. */
    TypeName typeOf() {
        int start = tokens.start();
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PAREN);
        Ast.Expr operand;
        if (isType(TokenKind.RIGHT_PAREN)) {
            TypeName type = type();
            operand = new Ast.TypeExpr(type, type.span());
            height = tokens.above(height);
        } else {
            operand = expressions.enclosed();
            height = tokens.above(expressions.height());
        }
        tokens.expect(TokenKind.RIGHT_PAREN);
        return new TypeName.TypeOf(operand, true, tokens.spanFrom(start));
    }

    static TypeName.Tag tag(TokenKind keyword) {
        return switch (keyword) {
            case UNION -> TypeName.Tag.UNION;
            case ENUM -> TypeName.Tag.ENUM;
            default -> TypeName.Tag.STRUCT;
        };
    }

    /** The name of a type; C's integers may have several words. */
    private String words() {
        String name = tokens.string();
        tokens.advance();
        if (!isIntegerWord(name)) {
            return name;
        }
        StringBuilder words = new StringBuilder(name);
        while (tokens.at(TokenKind.IDENTIFIER) && isIntegerWord(tokens.string())) {
            words.append(' ').append(tokens.string());
            tokens.advance();
        }
        return words.toString();
    }

    private static boolean isIntegerWord(String word) {
        return switch (word) {
            case "unsigned", "signed", "long", "short", "int", "char" -> true;
            default -> false;
        };
    }

    /** The brackets behind a type: the first is the outermost array. */
    private TypeName array(TypeName element, int start) {
        List<Ast.@Nullable Expr> counts = new ArrayList<>(1);
        int top = height;
        while (tokens.accept(TokenKind.LEFT_BRACKET)) {
            Ast.Expr count = null;
            if (!tokens.at(TokenKind.RIGHT_BRACKET)) {
                count = expressions.enclosed();
                top = Math.max(top, expressions.height());
            }
            counts.add(count);
            tokens.expect(TokenKind.RIGHT_BRACKET);
        }
        Span span = tokens.spanFrom(start);
        TypeName type = element;
        height = top;
        for (int i = counts.size() - 1; i >= 0; i--) {
            height = tokens.above(height);
            type = new TypeName.Array(type, counts.get(i), span);
        }
        return type;
    }

    // ------------------------------------------------------------------------------------------------- looking ahead

    /**
     * The operand of {@code sizeof} and its like, behind the parenthesis: a type if it can be one, else the type of an
     * expression.
     *
     * @param closing what ends it
     */
    TypeName operand(TokenKind closing) {
        if (startsWithTag() || isType(closing)) {
            return type();
        }
        int start = tokens.start();
        Ast.Expr operand = expressions.enclosed();
        height = tokens.above(expressions.height());
        return new TypeName.TypeOf(operand, false, tokens.spanFrom(start));
    }

    /** Whether a word stands here that only a type begins with. */
    boolean startsWithTag() {
        return tokens.at(TokenKind.STRUCT) || tokens.at(TokenKind.UNION) || tokens.at(TokenKind.ENUM);
    }

    /** Whether what stands here up to a token that closes it can be a type. */
    boolean isType(TokenKind closing) {
        switch (tokens.kind()) {
            case IDENTIFIER, STRUCT, UNION, ENUM, TYPEOF -> {}
            default -> {
                return false;
            }
        }
        TokenStream.Mark mark = tokens.mark();
        boolean found = skipBase() && skipSuffixes() && tokens.at(closing);
        tokens.reset(mark);
        return found;
    }

    private boolean skipBase() {
        TokenKind kind = tokens.kind();
        String word = tokens.string();
        tokens.advance();
        switch (kind) {
            case IDENTIFIER -> {
                if (isIntegerWord(word)) {
                    while (tokens.at(TokenKind.IDENTIFIER) && isIntegerWord(tokens.string())) {
                        tokens.advance();
                    }
                }
                return true;
            }
            case TYPEOF -> {
                return tokens.at(TokenKind.LEFT_PAREN) && skipNested();
            }
            default -> {
                return tokens.accept(TokenKind.IDENTIFIER);
            }
        }
    }

    private boolean skipSuffixes() {
        int count = 0;
        while (true) {
            if (tokens.at(TokenKind.LEFT_BRACKET)) {
                if (!skipNested()) {
                    return false;
                }
            } else if (!tokens.accept(TokenKind.STAR)) {
                return true;
            }
            if (++count > FARTHEST) {
                return false;
            }
        }
    }

    /** Skips what stands between parentheses or brackets. */
    private boolean skipNested() {
        int depth = 0;
        for (int count = 0; count < FARTHEST; count++) {
            switch (tokens.kind()) {
                case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE -> depth++;
                case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> depth--;
                case END -> {
                    return false;
                }
                default -> {}
            }
            tokens.advance();
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }
}
