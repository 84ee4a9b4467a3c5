package dev.skep.bpf.btf;

/** Text made such as the kernel takes it in a program's BTF. */
final class KernelText {
    /** {@code KSYM_NAME_LEN} is 128 with the NUL up to kernel 6.0, 512 since. */
    static final int MAX_IDENTIFIER = 127;

    /** The kernel takes more; a verifier log is no place for it. */
    static final int MAX_LINE = 240;

    private KernelText() {}

    /** A C identifier: other characters become underscores, what is too long is cut. */
    static String identifier(String name) {
        StringBuilder out = new StringBuilder(name.length() + 1);
        if (name.isEmpty() || (name.charAt(0) >= '0' && name.charAt(0) <= '9')) {
            out.append('_');
        }
        for (int i = 0; i < name.length() && out.length() < MAX_IDENTIFIER; i++) {
            char c = name.charAt(i);
            boolean good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            out.append(good ? c : '_');
        }
        return out.toString();
    }

    /** One line: control characters become spaces, leading and trailing space goes, what is too long is cut. */
    static String line(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(Character.isISOControl(c) ? ' ' : c);
        }
        String line = plain.toString().strip();
        if (line.length() <= MAX_LINE) {
            return line;
        }
        int end = MAX_LINE - 3;
        end -= Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0;
        return line.substring(0, end).concat("...");
    }
}
