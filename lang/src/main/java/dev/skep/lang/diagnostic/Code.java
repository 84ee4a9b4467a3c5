package dev.skep.lang.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * The stable name of a rule that a program can break. {@code docs/diagnostics.md} has a section for each, with a wrong
 * program, what is said about it, and the way out; a test runs them all.
 */
public enum Code {
    // Text
    UNEXPECTED_CHARACTER,
    FOREIGN_QUOTES,
    UNTERMINATED_STRING,
    BAD_ESCAPE,
    BAD_NUMBER,
    FLOATING_POINT,
    BAD_PARAMETER,
    UNTERMINATED_COMMENT,
    UNEXPECTED_TOKEN,
    NO_PROBES,
    MISPLACED_SECTION,
    NESTED_TOO_DEEP,
    UNSUPPORTED_SYNTAX,
    // Probes
    UNKNOWN_PROVIDER,
    BAD_ATTACH_POINT,
    NO_SUCH_PROBE,
    TOO_MANY_PROBES,
    UNSUPPORTED_PROBE,
    MIXED_PROBES,
    INDIRECT_FUNCTION,
    UNCHECKED_PLACE,
    MISSING_PARAMETER,
    PARAMETER_OFFSET,
    // Settings
    UNKNOWN_CONFIG,
    BAD_CONFIG,
    FORGOTTEN_CONFIG,
    BAD_MAP_DECLARATION,
    UNUSED_MAP,
    // Names
    UNKNOWN_NAME,
    UNKNOWN_FUNCTION,
    UNKNOWN_TYPE,
    UNSUPPORTED_NAME,
    UNDEFINED_VARIABLE,
    UNASSIGNED_VARIABLE,
    ALREADY_DECLARED,
    UNDEFINED_MAP,
    UNKNOWN_FIELD,
    NO_FIELDS,
    HIDDEN_FIELD,
    NO_EVENT_FIELDS,
    NOT_IN_PROBE,
    BAD_TUPLE_INDEX,
    // Calls
    MISSING_ARGUMENTS,
    WRONG_ARGUMENT_COUNT,
    WRONG_ARGUMENT,
    ARGUMENT_RANGE,
    STRING_SHORTENED,
    BAD_FORMAT,
    MAP_FUNCTION_ALONE,
    NO_COMMAND,
    UNSAFE_FUNCTION,
    NO_SUCH_CGROUP,
    // Types
    NO_VALUE,
    DISCARDED_VALUE,
    NOT_A_CONDITION,
    VARIABLE_TYPE,
    MAP_VALUE_TYPE,
    MAP_KEY_TYPE,
    MAP_SHAPE,
    OPERAND_TYPE,
    COMPARISON_TYPE,
    BRANCH_TYPE,
    BAD_CAST,
    DIVISION_BY_ZERO,
    MIXED_SIGNS,
    SIGN_LOST,
    NARROWED,
    DISTINCT_POINTERS,
    NOT_A_POINTER,
    INCOMPLETE_TYPE,
    NO_ADDRESS,
    BAD_INDEX,
    DUPLICATE_FIELD,
    RETURN_TYPE,
    NUL_IN_STRING,
    NOT_COMPTIME,
    ASSERTION_FAILED,
    UNSTABLE_FEATURE,
    UNSUPPORTED_USE,
    // Loops
    OUTSIDE_LOOP,
    LOOP_RANGE,
    NOT_ITERABLE,
    UNROLL_COUNT,
    // Limits
    STRING_TOO_LONG,
    TYPE_TOO_BIG,
    TUPLE_TOO_BIG,
    EVENT_TOO_BIG,
    MAP_TOO_BIG,
    PROGRAM_TOO_BIG;

    private static final Code[] ALL = values();

    /** The name for people: {@code undefined-variable}. */
    public String text() {
        String name = name();
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            text.append(c == '_' ? '-' : (char) (c + ('a' - 'A')));
        }
        return text.toString();
    }

    /** The code of a name, or null. */
    public static @Nullable Code of(String text) {
        for (Code code : ALL) {
            if (code.text().equals(text)) {
                return code;
            }
        }
        return null;
    }
}
