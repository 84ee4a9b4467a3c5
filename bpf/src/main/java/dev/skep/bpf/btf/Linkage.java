package dev.skep.bpf.btf;

/** Whether a function or variable is seen outside its file; the ordinal is the format's number. */
public enum Linkage {
    STATIC,
    GLOBAL,
    EXTERN;

    private static final Linkage[] ALL = values();

    static Linkage of(int number, int at) {
        if (number < 0 || number >= ALL.length) {
            throw new BtfFormatException(at, "linkage " + number + " is not 0, 1 or 2");
        }
        return ALL[number];
    }
}
