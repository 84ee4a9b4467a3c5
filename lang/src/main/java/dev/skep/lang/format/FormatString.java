package dev.skep.lang.format;

import dev.skep.lang.type.Type;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed printf format. A {@code %} that starts no conversion stands for itself. Widths and precisions count bytes.
 * Without a length modifier an integer is cut to 32 bits, as C does.
 */
public final class FormatString {
    /** The most arguments that a format takes. */
    public static final int MOST_ARGUMENTS = 127;

    private final String text;
    private final List<byte[]> literals;
    private final List<Conversion> conversions;
    private final List<FormatProblem> problems;

    /** @param literals the text before each conversion and the text behind the last */
    FormatString(String text, List<byte[]> literals, List<Conversion> conversions, List<FormatProblem> problems) {
        this.text = text;
        this.literals = List.copyOf(literals);
        this.conversions = List.copyOf(conversions);
        this.problems = List.copyOf(problems);
    }

    /** Parses a format; {@link #problems} tells what is wrong with it. */
    public static FormatString parse(String text) {
        return new FormatParser(text).parse();
    }

    /** The format as written, escapes replaced. */
    public String text() {
        return text;
    }

    /** The conversions that take an argument, in order. */
    public List<Conversion> conversions() {
        return conversions;
    }

    /** What is wrong with the format itself; a format with problems is not to be rendered. */
    public List<FormatProblem> problems() {
        return problems;
    }

    /** How many arguments it takes. */
    public int arity() {
        int arity = 0;
        for (Conversion conversion : conversions) {
            arity += conversion.arguments();
        }
        return arity;
    }

    /** What is wrong with the format, or with arguments of these types for it; empty if all is well. */
    public List<FormatProblem> check(List<Type> arguments) {
        if (!problems.isEmpty()) {
            return problems;
        }
        List<FormatProblem> found = new ArrayList<>();
        int arity = arity();
        if (arguments.size() != arity) {
            found.add(ofAll((arguments.size() < arity ? "not enough" : "too many") + " arguments for format string ("
                    + arguments.size() + " supplied, " + arity + " expected)"));
        } else if (arity > MOST_ARGUMENTS) {
            found.add(ofAll("a format takes at most " + MOST_ARGUMENTS + " arguments"));
        }
        int at = 0;
        for (Conversion conversion : conversions) {
            for (int left = conversion.arguments(); left > 0 && at < arguments.size(); left--, at++) {
                Type type = arguments.get(at);
                if (left > 1 && !(type instanceof Type.Int)) {
                    found.add(of(at, conversion, "'*' takes an integer, not a value of type '" + type.text() + "'"));
                } else if (left == 1 && !conversion.kind().takes(type)) {
                    found.add(of(
                            at,
                            conversion,
                            "unsupported format specifier for type '" + type.text() + "': "
                                    + conversion.kind().letters()));
                }
            }
        }
        return found;
    }

    /**
     * Appends the text of an event.
     *
     * @param values as many as {@link #arity} says, of types that {@link #check} found right
     * @param escaping for what comes from the traced system; the format's own text stays as it is
     */
    public void render(List<Value> values, TextBuffer out, Escaping escaping) {
        int at = 0;
        for (int i = 0; i < conversions.size(); i++) {
            out.append(literals.get(i));
            Conversion conversion = conversions.get(i);
            int flags = conversion.flags();
            int width = conversion.width();
            if (width == Conversion.ARGUMENT) {
                long given = ConvertedValue.number(values.get(at++));
                flags |= given < 0 ? Conversion.LEFT : 0;
                width = Math.abs(Math.clamp(given, -Conversion.WIDEST, Conversion.WIDEST));
            }
            int precision = conversion.precision();
            if (precision == Conversion.ARGUMENT) {
                long given = ConvertedValue.number(values.get(at++));
                precision = given < 0 ? Conversion.NONE : (int) Math.min(given, Conversion.WIDEST);
            }
            ConvertedValue.append(out, conversion, flags, width, precision, values.get(at++), escaping);
        }
        out.append(literals.getLast());
    }

    private FormatProblem ofAll(String message) {
        return new FormatProblem(-1, 0, text.length(), message);
    }

    private static FormatProblem of(int argument, Conversion conversion, String message) {
        return new FormatProblem(argument, conversion.start(), conversion.end(), message);
    }
}
