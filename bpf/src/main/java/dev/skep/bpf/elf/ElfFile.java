package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ELF file: what it consists of, and where things are. */
public final class ElfFile {
    /** The reserved numbers that say "look at the first section". */
    private static final int EXTENDED = 0xffff;
    /** Segments or sections; linked files have far fewer. It bounds what a sparse hostile file can take. */
    private static final int MAX_PARTS = 1 << 18;
    /** Symbols; the largest browsers have a few million. */
    private static final int MAX_SYMBOLS = 1 << 24;
    /** Entries for the dynamic loader that are looked at. */
    private static final int MAX_DYNAMIC = 1 << 12;

    private final ElfImage image;
    private final ElfHeader header;
    private final List<ElfSegment> segments;
    private final List<ElfSection> sections;
    private final int names;

    private ElfFile(ElfImage image, ElfHeader header, List<ElfSegment> segments, List<ElfSection> sections, int names) {
        this.image = image;
        this.header = header;
        this.segments = segments;
        this.sections = sections;
        this.names = names;
    }

    /**
     * Reads the header and the tables of segments and sections.
     *
     * @param bytes the whole file; they are read again when symbols and other parts are asked for
     * @throws ElfFormatException if it is no ELF file, one of another byte order, or malformed
     */
    public static ElfFile read(MemorySegment bytes) {
        ElfImage image = new ElfImage(bytes, ElfHeader.isWide(bytes));
        ElfHeader header = ElfHeader.read(image);
        List<ElfSection> sections = sections(image, header.sectionOffset());
        int names = ElfHeader.sectionNames(image);
        long segmentCount = ElfHeader.segmentCount(image);
        if (names == EXTENDED && !sections.isEmpty()) {
            names = sections.getFirst().link();
        }
        if (segmentCount == EXTENDED && !sections.isEmpty()) {
            segmentCount = sections.getFirst().info() & 0xffff_ffffL;
        }
        return new ElfFile(image, header, segments(image, header.segmentOffset(), segmentCount), sections, names);
    }

    private static List<ElfSection> sections(ElfImage image, long start) {
        if (start == 0) {
            return List.of();
        }
        int size = entrySize(ElfHeader.sectionSize(image), image.isWide() ? 64 : 40, "section");
        long count = ElfHeader.sectionCount(image);
        if (count == 0) {
            count = ElfSection.read(image, start).size();
        }
        checkTable(image, start, count, size, "sections");
        List<ElfSection> sections = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            sections.add(ElfSection.read(image, start + (long) i * size));
        }
        return List.copyOf(sections);
    }

    private static List<ElfSegment> segments(ElfImage image, long start, long count) {
        if (start == 0 || count == 0) {
            return List.of();
        }
        int size = entrySize(ElfHeader.segmentSize(image), image.isWide() ? 56 : 32, "segment");
        checkTable(image, start, count, size, "segments");
        List<ElfSegment> segments = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            segments.add(ElfSegment.read(image, start + (long) i * size));
        }
        return List.copyOf(segments);
    }

    private static int entrySize(int size, int expected, String what) {
        if (size != expected) {
            throw new ElfFormatException(0, "its header says that a " + what + " has " + size + " bytes");
        }
        return size;
    }

    private static void checkTable(ElfImage image, long start, long count, int size, String what) {
        if (count < 0 || count > image.size() / size || !image.contains(start, count * size)) {
            throw new ElfFormatException(
                    start, "its table of " + Long.toUnsignedString(count) + " " + what + " lies beyond the file's end");
        }
        if (count > MAX_PARTS) {
            throw new ElfFormatException(start, "it has " + count + " " + what + ": more than " + MAX_PARTS);
        }
    }

    public ElfHeader header() {
        return header;
    }

    /** The segments in the file's order. */
    public List<ElfSegment> segments() {
        return segments;
    }

    /** The sections in the file's order, the first being none; empty if the file has no table of sections. */
    public List<ElfSection> sections() {
        return sections;
    }

    /** The name of a section of this file; empty if it is not known. */
    public String name(ElfSection section) {
        ElfSection table = index(names);
        if (table == null) {
            return "";
        }
        long start = table.offset();
        return image.string(start + (section.nameOffset() & 0xffff_ffffL), end(table));
    }

    /** The first section of a name ({@code ".text"}), or null. */
    public @Nullable ElfSection section(String name) {
        ElfSection table = index(names);
        if (table == null || name.isEmpty() || name.indexOf('\0') >= 0) {
            return null;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (ElfSection section : sections) {
            if (image.stringEquals(table.offset() + (section.nameOffset() & 0xffff_ffffL), end(table), bytes)) {
                return section;
            }
        }
        return null;
    }

    /**
     * The bytes of a section, as they are in the file: perhaps {@linkplain ElfSection#COMPRESSED compressed}.
     *
     * @throws ElfFormatException if it lies beyond the file's end
     */
    public MemorySegment content(ElfSection section) {
        long size = section.type() == ElfSection.NOBITS ? 0 : section.size();
        return image.slice(size == 0 ? 0 : section.offset(), size, "a section");
    }

    /** All symbols ({@code .symtab}); none if the file was stripped. */
    public ElfSymbols symbols() {
        return table(ElfSection.SYMTAB);
    }

    /** The symbols that the dynamic loader uses ({@code .dynsym}). */
    public ElfSymbols dynamicSymbols() {
        return table(ElfSection.DYNSYM);
    }

    private ElfSymbols table(int type) {
        ElfSection table = ofType(type);
        if (table == null || table.entrySize() != ElfSymbols.entrySize(image.isWide())) {
            return ElfSymbols.NONE;
        }
        ElfSection strings = index(table.link());
        long length = content(table).byteSize() / table.entrySize();
        if (strings == null || length > MAX_SYMBOLS) {
            return ElfSymbols.NONE;
        }
        ElfSection hash = type == ElfSection.DYNSYM ? ofType(ElfSection.GNU_HASH) : null;
        return new ElfSymbols(
                image,
                table.offset(),
                (int) length,
                strings.offset(),
                end(strings),
                hash == null ? null : GnuHash.read(image, hash.offset(), hash.size()),
                type == ElfSection.DYNSYM ? versions((int) length) : 0);
    }

    /** Where the versions of so many symbols are, or 0. */
    private long versions(int count) {
        ElfSection versions = ofType(ElfSection.GNU_VERSIONS);
        return versions == null || versions.size() / 2 < count || !image.contains(versions.offset(), versions.size())
                ? 0
                : versions.offset();
    }

    /** What identifies this build of the file ({@code NT_GNU_BUILD_ID}, at most 64 bytes); empty if it has none. */
    public byte[] buildId() {
        ElfNotes notes = new ElfNotes(image);
        for (ElfSegment segment : segments) {
            byte[] id = segment.type() == ElfSegment.NOTE
                    ? notes.buildId(segment.offset(), segment.fileSize())
                    : new byte[0];
            if (id.length > 0) {
                return id;
            }
        }
        for (ElfSection section : sections) {
            byte[] id =
                    section.type() == ElfSection.NOTE ? notes.buildId(section.offset(), section.size()) : new byte[0];
            if (id.length > 0) {
                return id;
            }
        }
        return new byte[0];
    }

    /** The name under which programs ask for this library ({@code DT_SONAME}), or null. */
    public @Nullable String soname() {
        long name = dynamic(14);
        long table = dynamic(5);
        long strings = table == -1 ? -1 : fileOffset(table);
        long size = dynamic(10);
        if (name == -1 || strings < 0 || size < 0 || Long.compareUnsigned(name, size) >= 0) {
            return null;
        }
        String text = image.string(strings + name, strings + Math.min(size, image.size() - strings));
        return text.isEmpty() ? null : text;
    }

    /** The value of the first entry with a tag ({@code DT_*}) among those for the dynamic loader, or -1. */
    private long dynamic(int tag) {
        int word = image.isWide() ? 8 : 4;
        ElfSegment table = null;
        for (ElfSegment segment : segments) {
            table = table == null && segment.type() == ElfSegment.DYNAMIC ? segment : table;
        }
        if (table == null || !image.contains(table.offset(), table.fileSize())) {
            return -1;
        }
        long count = Math.min(table.fileSize() / (2L * word), MAX_DYNAMIC);
        for (long at = table.offset(); count > 0; at += 2L * word, count--) {
            long found = image.word(at);
            if (found == tag) {
                return image.word(at + word);
            }
            if (found == 0) {
                break;
            }
        }
        return -1;
    }

    /** Where the byte of an address is in the file, or -1 if the file has no bytes for it. */
    public long fileOffset(long address) {
        for (ElfSegment segment : segments) {
            if (segment.isLoaded() && segment.holdsAddress(address)) {
                long offset = address - segment.address() + segment.offset();
                return offset >= 0 && offset < image.size() ? offset : -1;
            }
        }
        return -1;
    }

    /** The file's bytes from an address on: as many as are asked for, or fewer where the segment or the file ends. */
    public byte[] bytes(long address, int length) {
        for (ElfSegment segment : segments) {
            long offset = fileOffset(address);
            if (segment.isLoaded() && segment.holdsAddress(address) && offset >= 0) {
                long left = Math.min(segment.address() + segment.fileSize() - address, image.size() - offset);
                return image.slice(offset, Math.clamp(left, 0, length), "code").toArray(ValueLayout.JAVA_BYTE);
            }
        }
        return new byte[0];
    }

    /** The segment that is loaded with a byte of the file, or null. Executable ones are looked at first. */
    public @Nullable ElfSegment segmentAtOffset(long offset) {
        ElfSegment found = null;
        for (ElfSegment segment : segments) {
            if (segment.isLoaded()
                    && segment.holdsOffset(offset)
                    && (found == null || (segment.isExecutable() && !found.isExecutable()))) {
                found = segment;
            }
        }
        return found;
    }

    /** The address that a byte of the file is loaded at, in the file's own addresses, or -1 if it is not loaded. */
    public long address(long offset) {
        ElfSegment segment = segmentAtOffset(offset);
        return segment == null ? -1 : offset - segment.offset() + segment.address();
    }

    private @Nullable ElfSection ofType(int type) {
        for (ElfSection section : sections) {
            if (section.type() == type) {
                return section;
            }
        }
        return null;
    }

    private @Nullable ElfSection index(int index) {
        return index >= 0 && index < sections.size() ? sections.get(index) : null;
    }

    private static long end(ElfSection section) {
        long end = section.offset() + section.size();
        return section.offset() < 0 || end < section.offset() ? 0 : end;
    }
}
