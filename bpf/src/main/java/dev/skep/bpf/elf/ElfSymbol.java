package dev.skep.bpf.elf;

/**
 * A name for a place in a file.
 *
 * @param name empty if there is none, or if it is longer than 4096 bytes
 * @param value its address in the file's own addresses; in relocatable files, its place in the section; for {@link Type#TLS},
 *     its place in the thread's block
 * @param size in bytes; 0 if it is not known
 * @param section the index of its section, {@link #UNDEFINED}, or one of the reserved numbers from 0xff00
 */
public record ElfSymbol(String name, long value, long size, Type type, Binding binding, int section) {
    /** {@code SHN_UNDEF}: it is defined in another file. */
    public static final int UNDEFINED = 0;

    /** What it names ({@code STT_*}). */
    public enum Type {
        NOTYPE,
        OBJECT,
        FUNCTION,
        SECTION,
        FILE,
        COMMON,
        TLS,
        /** A function that chooses the function to be called ({@code STT_GNU_IFUNC}). */
        INDIRECT_FUNCTION,
        /** A type of some machine or system. */
        OTHER;

        static Type of(int number) {
            return switch (number) {
                case 0 -> NOTYPE;
                case 1 -> OBJECT;
                case 2 -> FUNCTION;
                case 3 -> SECTION;
                case 4 -> FILE;
                case 5 -> COMMON;
                case 6 -> TLS;
                case 10 -> INDIRECT_FUNCTION;
                default -> OTHER;
            };
        }
    }

    /** Who sees it ({@code STB_*}). */
    public enum Binding {
        LOCAL,
        GLOBAL,
        WEAK,
        /** One in all of a process ({@code STB_GNU_UNIQUE}). */
        UNIQUE,
        /** A binding of some machine or system. */
        OTHER;

        static Binding of(int number) {
            return switch (number) {
                case 0 -> LOCAL;
                case 1 -> GLOBAL;
                case 2 -> WEAK;
                case 10 -> UNIQUE;
                default -> OTHER;
            };
        }
    }

    /** Whether it is defined in this file. */
    public boolean isDefined() {
        return section != UNDEFINED;
    }

    /** Whether it names code: {@link Type#FUNCTION}, or {@link Type#INDIRECT_FUNCTION}. */
    public boolean isFunction() {
        return type == Type.FUNCTION || type == Type.INDIRECT_FUNCTION;
    }
}
