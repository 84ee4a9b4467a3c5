package dev.skep.lang.syntax;

/** The kinds of tokens inside probe bodies and predicates, each with the words that messages use for it. */
enum TokenKind {
    END("the end of the program"),
    IDENTIFIER("a name"),
    /** A word of the language that this version does not know the meaning of yet. */
    RESERVED("a reserved word"),
    VARIABLE("a variable"),
    MAP("a map"),
    POSITIONAL("a positional parameter"),
    INTEGER("a number"),
    STRING("a string"),
    TRUE("'true'"),
    FALSE("'false'"),
    IF("'if'"),
    ELSE("'else'"),
    LET("'let'"),

    LEFT_PAREN("'('"),
    RIGHT_PAREN("')'"),
    LEFT_BRACKET("'['"),
    RIGHT_BRACKET("']'"),
    LEFT_BRACE("'{'"),
    RIGHT_BRACE("'}'"),
    COMMA("','"),
    SEMICOLON("';'"),
    COLON("':'"),
    QUESTION("'?'"),
    DOT("'.'"),
    RANGE("'..'"),
    ARROW("'->'"),

    ASSIGN("'='"),
    ADD_ASSIGN("'+='"),
    SUBTRACT_ASSIGN("'-='"),
    MULTIPLY_ASSIGN("'*='"),
    DIVIDE_ASSIGN("'/='"),
    MODULO_ASSIGN("'%='"),
    AND_ASSIGN("'&='"),
    OR_ASSIGN("'|='"),
    XOR_ASSIGN("'^='"),
    SHIFT_LEFT_ASSIGN("'<<='"),
    SHIFT_RIGHT_ASSIGN("'>>='"),

    INCREMENT("'++'"),
    DECREMENT("'--'"),
    PLUS("'+'"),
    MINUS("'-'"),
    STAR("'*'"),
    SLASH("'/'"),
    PERCENT("'%'"),
    AMPERSAND("'&'"),
    BAR("'|'"),
    CARET("'^'"),
    TILDE("'~'"),
    BANG("'!'"),
    AND_AND("'&&'"),
    OR_OR("'||'"),
    EQUAL("'=='"),
    NOT_EQUAL("'!='"),
    LESS("'<'"),
    LESS_EQUAL("'<='"),
    GREATER("'>'"),
    GREATER_EQUAL("'>='"),
    SHIFT_LEFT("'<<'"),
    SHIFT_RIGHT("'>>'");

    private final String text;

    TokenKind(String text) {
        this.text = text;
    }

    /** As messages name it. */
    String text() {
        return text;
    }
}
