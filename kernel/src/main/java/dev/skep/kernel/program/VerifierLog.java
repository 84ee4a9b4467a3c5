package dev.skep.kernel.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the verifier's log: where it stopped and what it said there.
 *
 * <p>At level 1 the log has {@code 12: (85) call bpf_map_lookup_elem#1} for each instruction walked, {@code ; ...} for source
 * lines, register states, then the complaint, then {@code processed N insns ...}. The format is no ABI, so nothing but
 * messages depends on it.
 */
final class VerifierLog {
    private static final int SUMMARY_LINES = 3;

    private VerifierLog() {}

    /** The slot of the last instruction that was walked, or -1. */
    static int lastSlot(String log) {
        int slot = -1;
        int start = 0;
        while (start < log.length()) {
            int end = log.indexOf('\n', start);
            if (end < 0) {
                end = log.length();
            }
            int found = slot(log, start, end);
            slot = found >= 0 ? found : slot;
            start = end + 1;
        }
        return slot;
    }

    /** The slot of a line {@code 12: (85) ...}, or -1 if it is another line. */
    private static int slot(String log, int start, int end) {
        int at = start;
        int value = 0;
        while (at < end && at - start < 8 && log.charAt(at) >= '0' && log.charAt(at) <= '9') {
            value = 10 * value + (log.charAt(at) - '0');
            at++;
        }
        return at > start && log.startsWith(": (", at) && at + 3 < end ? value : -1;
    }

    /** The complaint: the last lines that are neither instructions, nor states, nor statistics. */
    static List<String> summary(String log) {
        ArrayDeque<String> last = new ArrayDeque<>();
        int start = 0;
        while (start < log.length()) {
            int end = log.indexOf('\n', start);
            if (end < 0) {
                end = log.length();
            }
            if (slot(log, start, end) >= 0) {
                last.clear();
            } else {
                String line = log.substring(start, end).strip();
                if (!noise(line)) {
                    last.addLast(line);
                    if (last.size() > SUMMARY_LINES) {
                        last.removeFirst();
                    }
                }
            }
            start = end + 1;
        }
        return new ArrayList<>(last);
    }

    private static boolean noise(String line) {
        return line.isEmpty()
                || line.charAt(0) == ';'
                || line.startsWith("processed ")
                || line.startsWith("verification time ")
                || line.startsWith("stack depth ")
                || line.startsWith("from ")
                || line.startsWith("func#")
                || line.startsWith("mark_precise")
                || state(line);
    }

    /** A register state on a line of its own: {@code 3: R0=...} or {@code R0_w=...}. */
    private static boolean state(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        int register = at > 0 && line.startsWith(": ", at) ? at + 2 : 0;
        int equals = line.indexOf('=', register);
        int space = line.indexOf(' ', register);
        return line.startsWith("R", register) && equals > 0 && (space < 0 || equals < space);
    }
}
