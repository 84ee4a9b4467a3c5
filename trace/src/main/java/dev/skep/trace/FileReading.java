package dev.skep.trace;

import dev.skep.kernel.Errno;
import dev.skep.kernel.process.FileHead;
import java.nio.charset.StandardCharsets;

/** Shows files that a script asks for. A traced process may have chosen a file's name: only regular files are read. */
final class FileReading {
    private final int most;

    /** @param most how many bytes of a file are shown at most */
    FileReading(int most) {
        this.most = most;
    }

    void show(byte[] path, Sink sink) {
        FileHead head = FileHead.read(path, most);
        if (!head.regular()) {
            complain(path, "Not a regular file: devices, pipes and sockets are left alone", sink);
        } else if (head.error() != 0) {
            String cause = Errno.text(head.error());
            complain(path, Character.toUpperCase(cause.charAt(0)) + cause.substring(1), sink);
        } else {
            sink.cat(head.bytes());
        }
    }

    private static void complain(byte[] path, String cause, Sink sink) {
        String name = new String(path, StandardCharsets.UTF_8);
        sink.notice(new Notice(Notice.Kind.ACTION, 1, "failed to open file '" + name + "': " + cause));
    }
}
