package dev.skep.bpf.btf;

/** {@code task_struct___old}: CO-RE lets a program describe one kernel type in several ways, told apart by a suffix. */
final class Flavour {
    private Flavour() {}

    /** Where the last flavour of a name starts: three underscores between other characters; the length if it has none. */
    static int start(String name) {
        for (int i = name.length() - 5; i >= 0; i--) {
            if (name.startsWith("___", i + 1) && name.charAt(i) != '_' && name.charAt(i + 4) != '_') {
                return i + 1;
            }
        }
        return name.length();
    }
}
