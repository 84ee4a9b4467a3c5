package dev.skep.cli;

import dev.skep.lang.source.Utf8;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output and error, as bytes: {@code System.out} takes milliseconds to set up for the locale, and hides errors.
 */
final class Terminal {
    private Terminal() {}

    static OutputStream output() {
        return new FileOutputStream(FileDescriptor.out);
    }

    /** Where nobody reads standard error there is nobody to tell: what cannot be written is dropped. */
    static OutputStream errors() {
        return new FileOutputStream(FileDescriptor.err) {
            @Override
            public void write(byte[] bytes, int start, int length) {
                try {
                    super.write(bytes, start, length);
                } catch (IOException e) {
                    // As above.
                }
            }

            @Override
            public void write(byte[] bytes) {
                write(bytes, 0, bytes.length);
            }
        };
    }

    /** Whether standard output (1) or error (2) is a terminal: whether it leads to a terminal's device. */
    static boolean is(int descriptor) {
        try {
            String path = new File("/proc/self/fd/" + descriptor).getCanonicalPath();
            return path.startsWith("/dev/pts/")
                    || path.startsWith("/dev/tty")
                    || path.startsWith("/dev/hvc")
                    || path.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Prints a text to standard output. */
    static int print(String text) throws IOException {
        output().write(Utf8.encode(text));
        return Exit.OK;
    }
}
