package dev.skep.lang.syntax;

/** The kinds of tokens inside probe bodies and predicates, each with the words that messages use for it. */
enum TokenKind {
    END("the end of the program"),
    IDENTIFIER("a name"),
    VARIABLE("a variable"),
    MAP("a map"),
    POSITIONAL("a positional parameter"),
    INTEGER("a number"),
    STRING("a string"),

    BREAK("'break'", true),
    COMPTIME("'comptime'", true),
    CONTINUE("'continue'", true),
    ELSE("'else'", true),
    ENUM("'enum'", true),
    FALSE("'false'", true),
    FN("'fn'", true),
    FOR("'for'", true),
    IF("'if'", true),
    IMPORT("'import'", true),
    LET("'let'", true),
    MACRO("'macro'", true),
    OFFSETOF("'offsetof'", true),
    RETURN("'return'", true),
    SIZEOF("'sizeof'", true),
    STRUCT("'struct'", true),
    TRUE("'true'", true),
    TYPEINFO("'typeinfo'", true),
    TYPEOF("'typeof'", true),
    UNION("'union'", true),
    UNROLL("'unroll'", true),
    WHILE("'while'", true),

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
    private final boolean keyword;

    TokenKind(String text) {
        this(text, false);
    }

    TokenKind(String text, boolean keyword) {
        this.text = text;
        this.keyword = keyword;
    }

    /** As messages name it. */
    String text() {
        return text;
    }

    /** Whether it is a word of the language, which names nothing but a field. */
    boolean isKeyword() {
        return keyword;
    }
}
