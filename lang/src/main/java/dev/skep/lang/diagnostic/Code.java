package dev.skep.lang.diagnostic;

/** The stable name of a kind of diagnostic. */
public enum Code {
    // Text
    UNEXPECTED_CHARACTER,
    UNTERMINATED_STRING,
    BAD_ESCAPE,
    BAD_NUMBER,
    UNTERMINATED_COMMENT,
    UNEXPECTED_TOKEN,
    NESTED_TOO_DEEP,
    // Probes
    UNKNOWN_PROVIDER,
    BAD_ATTACH_POINT,
    NO_SUCH_PROBE,
    TOO_MANY_PROBES,
    UNSUPPORTED_PROBE,
    // Names and types
    UNKNOWN_NAME,
    UNKNOWN_FUNCTION,
    UNKNOWN_FIELD,
    UNDEFINED_VARIABLE,
    UNDEFINED_MAP,
    WRONG_ARGUMENT_COUNT,
    WRONG_ARGUMENT,
    TYPE_MISMATCH,
    NOT_AVAILABLE_HERE,
    BAD_FORMAT,
    INTEGER_RANGE,
    // Limits
    TOO_BIG
}
