package dev.skep.cli;

import dev.skep.lang.source.Utf8;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;

/** The arguments as they were typed: Java decodes them by the locale, and loses all but ASCII where that is {@code C}. */
final class Arguments {
    private static final char LOST = '\ufffd';

    private Arguments() {}

    /** The same arguments, read again from the kernel if a character was lost. */
    static String[] exact(String[] argv) {
        boolean lost = false;
        for (String argument : argv) {
            lost |= argument.indexOf(LOST) >= 0;
        }
        return lost ? read(argv) : argv;
    }

    private static String[] read(String[] argv) {
        byte[] line;
        try (FileInputStream in = new FileInputStream("/proc/self/cmdline")) {
            line = in.readAllBytes();
        } catch (IOException e) {
            return argv;
        }
        // The last words are ours, each with a NUL behind it; before them stand Java's.
        String[] exact = new String[argv.length];
        int end = line.length - 1;
        for (int i = argv.length - 1; i >= 0; i--) {
            int start = end;
            while (start > 0 && line[start - 1] != 0) {
                start--;
            }
            exact[i] = Utf8.decode(Arrays.copyOfRange(line, Math.max(start, 0), Math.max(end, 0)));
            end = start - 1;
        }
        return exact;
    }
}
