package dev.skep.bpf.elf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A table of symbols, decoded when asked: {@code .symtab} has all, unless the file was stripped; {@code .dynsym} has those
 * that other files may use or that this one uses.
 *
 * <p>The parts of a symbol can be read by themselves, so that a walk over a hundred thousand of them makes no garbage.
 */
public final class ElfSymbols {
    /** A table without symbols. */
    static final ElfSymbols NONE = new ElfSymbols(null, 0, 0, 0, 0, null, 0);

    private final @Nullable ElfImage image;
    private final long start;
    private final int count;
    private final long strings;
    private final long stringsEnd;
    private final @Nullable GnuHash hash;
    private final long versions;

    /**
     * @param count how many there are, all within the file
     * @param versions where their versions are in the file, as many; 0 if they have none
     */
    ElfSymbols(
            @Nullable ElfImage image,
            long start,
            int count,
            long strings,
            long stringsEnd,
            @Nullable GnuHash hash,
            long versions) {
        this.image = image;
        this.start = start;
        this.count = count;
        this.strings = strings;
        this.stringsEnd = stringsEnd;
        this.hash = hash;
        this.versions = versions;
    }

    /** How many symbols there are; the first one is never a symbol in well-formed files. */
    public int size() {
        return count;
    }

    /** Decodes a symbol. */
    public ElfSymbol get(int index) {
        return new ElfSymbol(name(index), value(index), sizeOf(index), type(index), binding(index), section(index));
    }

    /** The name; empty if there is none, if it lies outside of the file or if it is longer than 4096 bytes. */
    public String name(int index) {
        return image().string(nameAt(index), stringsEnd);
    }

    /** {@link ElfSymbol#value}. */
    public long value(int index) {
        long at = at(index);
        return image().word(at + (image().isWide() ? 8 : 4));
    }

    /** {@link ElfSymbol#size}. */
    public long sizeOf(int index) {
        long at = at(index);
        return image().word(at + (image().isWide() ? 16 : 8));
    }

    /** {@link ElfSymbol#type}. */
    public ElfSymbol.Type type(int index) {
        return ElfSymbol.Type.of(info(index) & 15);
    }

    /** {@link ElfSymbol#binding}. */
    public ElfSymbol.Binding binding(int index) {
        return ElfSymbol.Binding.of(info(index) >>> 4);
    }

    /** {@link ElfSymbol#section}. */
    public int section(int index) {
        return image().u16(at(index) + (image().isWide() ? 6 : 14));
    }

    /** Whether a symbol is a function that is defined in this file. */
    public boolean isDefinedFunction(int index) {
        int type = info(index) & 15;
        return (type == 2 || type == 10) && section(index) != ElfSymbol.UNDEFINED;
    }

    /**
     * The symbol of a name that is defined in this file, or null: the one that programs are linked to, if there are several
     * versions, or else the first. A table that the dynamic loader uses has an index for it; others are searched.
     */
    public @Nullable ElfSymbol find(String name) {
        int index = indexOf(name.getBytes(StandardCharsets.UTF_8), false);
        return index < 0 ? null : get(index);
    }

    /** As {@link #find}, of functions only. */
    public @Nullable ElfSymbol findFunction(String name) {
        int index = indexOf(name.getBytes(StandardCharsets.UTF_8), true);
        return index < 0 ? null : get(index);
    }

    private int indexOf(byte[] name, boolean functions) {
        if (name.length == 0 || hasNul(name)) {
            return -1;
        }
        if (hash != null) {
            return hash.find(this, name, functions);
        }
        int old = -1;
        for (int i = 0; i < count; i++) {
            if (nameEquals(i, name) && isWanted(i, functions)) {
                if (!isOldVersion(i)) {
                    return i;
                }
                old = old < 0 ? i : old;
            }
        }
        return old;
    }

    /** Whether a symbol is defined, and a function if only those are wanted. */
    boolean isWanted(int index, boolean functions) {
        return functions ? isDefinedFunction(index) : section(index) != ElfSymbol.UNDEFINED;
    }

    /** Whether only programs that were linked long ago use it ({@code VERSYM_HIDDEN}). */
    boolean isOldVersion(int index) {
        return versions != 0 && (image().u16(versions + 2L * index) & 0x8000) != 0;
    }

    boolean nameEquals(int index, byte[] name) {
        return image().stringEquals(nameAt(index), stringsEnd, name);
    }

    private static boolean hasNul(byte[] name) {
        for (byte b : name) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private int info(int index) {
        return image().u8(at(index) + (image().isWide() ? 4 : 12));
    }

    private long nameAt(int index) {
        return strings + image().u32(at(index));
    }

    private long at(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("symbol " + index + " of " + count);
        }
        return start + (long) index * entrySize(image().isWide());
    }

    private ElfImage image() {
        if (image == null) {
            throw new IndexOutOfBoundsException("there are no symbols");
        }
        return image;
    }

    /** The bytes of one symbol. */
    static int entrySize(boolean wide) {
        return wide ? 24 : 16;
    }
}
