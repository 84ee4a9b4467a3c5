package dev.skep.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads argv as getopt_long(3) does: short options may be combined ({@code -lv}) and carry their argument ({@code -p42}),
 * long ones take it after {@code =} or as the next word, options and operands may be mixed, {@code --} ends the options.
 * A word such as {@code -1} is an operand: no option is a digit, and a parameter may be a negative number.
 */
public final class CommandLineParser {
    private final String[] argv;
    private final boolean[] given = new boolean[Option.values().length];
    private final @Nullable String[] values = new String[given.length];
    private final List<String> operands = new ArrayList<>();
    private int next;

    private CommandLineParser(String[] argv) {
        this.argv = argv;
    }

    /**
     * @throws UsageException if an option is unknown, lacks its argument, has one too many or is given twice with
     *     different arguments
     */
    public static CommandLine parse(String... argv) throws UsageException {
        return new CommandLineParser(argv).parse();
    }

    private CommandLine parse() throws UsageException {
        while (next < argv.length) {
            String word = argv[next++];
            if (word.equals("--")) {
                while (next < argv.length) {
                    operands.add(argv[next++]);
                }
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.length() > 1 && word.charAt(0) == '-' && !isDigit(word.charAt(1))) {
                shortOptions(word);
            } else {
                operands.add(word);
            }
        }
        return new CommandLine(given, values, List.copyOf(operands));
    }

    private void longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        Option option = Option.byWord(name);
        if (option == null) {
            throw new UsageException(Unknown.word(name));
        }
        if (option.argument() != null) {
            set(option, "--" + name, equals < 0 ? argumentOf("--" + name, option) : word.substring(equals + 1));
        } else if (equals >= 0) {
            throw new UsageException("option '--" + name + "' takes no argument");
        } else {
            given[option.ordinal()] = true;
        }
    }

    private void shortOptions(String word) throws UsageException {
        for (int at = 1; at < word.length(); at++) {
            char letter = word.charAt(at);
            Option option = Option.byLetter(letter);
            if (option == null) {
                throw new UsageException(Unknown.letter(letter));
            }
            if (option.argument() != null) {
                String rest = word.substring(at + 1);
                set(option, "-" + letter, rest.isEmpty() ? argumentOf("-" + letter, option) : rest);
                return;
            }
            given[option.ordinal()] = true;
        }
    }

    private String argumentOf(String as, Option option) throws UsageException {
        if (next == argv.length) {
            throw new UsageException("option '" + as + "' needs an argument: " + option.argument());
        }
        return argv[next++];
    }

    private void set(Option option, String as, String value) throws UsageException {
        int index = option.ordinal();
        String before = values[index];
        if (before != null && option == Option.DEBUG) {
            values[index] = before + ',' + value;
            return;
        }
        if (before != null && !before.equals(value)) {
            throw new UsageException("option '" + as + "' is given twice: '" + before + "' and '" + value + "'");
        }
        given[index] = true;
        values[index] = value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
