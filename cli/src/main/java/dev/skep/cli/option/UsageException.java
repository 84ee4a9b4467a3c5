package dev.skep.cli.option;

/** The command line cannot be understood; the message is one line that says what is wrong and names the way out. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message, null, false, false);
    }
}
