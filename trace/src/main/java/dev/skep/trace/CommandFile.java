package dev.skep.trace;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Finds the file of a command as execvp(3) does, and says beforehand what execve(2) would fail with: the command is to be
 * refused before anything is traced. A file that no kernel runs is left to the shell, which takes it for a script of its own.
 */
final class CommandFile {
    /** {@code BINPRM_BUF_SIZE}: what the kernel reads of a script's first line. */
    private static final int FIRST_LINE = 256;

    private CommandFile() {}

    /**
     * The path of what a command's first word names.
     *
     * @throws IOException if there is no such command, or it may not be run; the message names the path
     */
    static String find(String command) throws IOException {
        if (command.indexOf('/') >= 0) {
            return runnable(command, new File(command));
        }
        String path = System.getenv("PATH");
        File refused = null;
        for (String directory : (path == null ? "/usr/local/bin:/usr/bin:/bin" : path).split(":", -1)) {
            File file = new File(directory.isEmpty() ? "." : directory, command);
            if (file.isFile() && file.canExecute()) {
                return runnable(command, file);
            }
            refused = refused == null && file.exists() ? file : refused;
        }
        throw refused == null
                ? failure(command, "no such command in PATH (ENOENT)")
                : failure(command, refused + " is no executable file (EACCES)");
    }

    private static String runnable(String command, File file) throws IOException {
        if (!file.exists()) {
            throw failure(command, "no such file (ENOENT)");
        } else if (file.isDirectory()) {
            throw failure(command, "it is a directory (EACCES)");
        } else if (!file.isFile() || !file.canExecute()) {
            throw failure(command, "not an executable file (EACCES); chmod +x makes it one");
        }
        String interpreter = interpreter(file);
        if (!interpreter.isEmpty() && !new File(interpreter).canExecute()) {
            boolean exists = new File(interpreter).exists();
            throw failure(
                    command,
                    "its first line names '" + interpreter + "', which "
                            + (exists ? "is not executable (EACCES)" : "does not exist (ENOENT)"));
        }
        return file.getPath();
    }

    /** What a script's first line names; empty if this is no script, or not for us to read. */
    private static String interpreter(File file) {
        byte[] start;
        try (FileInputStream in = new FileInputStream(file)) {
            start = in.readNBytes(FIRST_LINE);
        } catch (IOException e) {
            // Who may run a file need not be able to read it.
            return "";
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!") || text.indexOf('\n') < 0) {
            return "";
        }
        String line = text.substring(2, text.indexOf('\n')).strip();
        int end = 0;
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
            end++;
        }
        return line.substring(0, end);
    }

    private static IOException failure(String command, String reason) {
        return new IOException("cannot run '" + command + "': " + reason);
    }
}
