package dev.skep.cli;

/** What was asked for cannot be done; the message is one line that says why and names the way out. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    CommandException(String message) {
        super(message, null, false, false);
    }
}
