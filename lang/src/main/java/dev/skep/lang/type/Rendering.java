package dev.skep.lang.type;

/** How user space renders a value that programs only pass on, and how that value lies in memory. */
public enum Rendering {
    /** {@code u64 address}: a kernel symbol. */
    KSYM("ksym", 8, 8),
    /** {@code u64 address, u64 process}: a symbol of user space; the process is the kernel's tgid. */
    USYM("usym", 16, 8),
    /** {@code u64 uid}: a user's name. */
    USERNAME("username", 8, 8),
    /** {@code u64 nanoseconds} since the machine was booted: a time of day; the detail is its format. */
    TIMESTAMP("timestamp", 8, 8),
    /** {@code u32 family, u8 address[16]}: an IP address, the bytes behind an IPv4 address zero. */
    INET("inet", 20, 4),
    /** {@code u8 address[6]}: an Ethernet address. */
    MAC("mac_address", 6, 1);

    private final String text;
    private final int size;
    private final int alignment;

    Rendering(String text, int size, int alignment) {
        this.text = text;
        this.size = size;
        this.alignment = alignment;
    }

    /** As messages name the type. */
    public String text() {
        return text;
    }

    /** Bytes. */
    public int size() {
        return size;
    }

    /** What its address is a multiple of, in bytes. */
    public int alignment() {
        return alignment;
    }
}
