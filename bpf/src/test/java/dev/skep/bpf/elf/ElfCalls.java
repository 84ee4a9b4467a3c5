package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;

/** Asks a file everything. */
final class ElfCalls {
    private ElfCalls() {}

    /** Whether the bytes could be read; a part that is refused does not count. */
    static boolean all(byte[] bytes) {
        ElfFile file;
        try {
            file = ElfFile.read(MemorySegment.ofArray(bytes));
        } catch (ElfFormatException e) {
            return false;
        }
        file.buildId();
        file.soname();
        for (ElfSection section : file.sections()) {
            String name = file.name(section);
            file.section(name);
            orRefused(() -> file.content(section).byteSize());
        }
        for (ElfSegment segment : file.segments()) {
            file.address(file.fileOffset(segment.address()));
            file.address(segment.offset());
        }
        orRefused(() -> symbols(file, file.symbols()));
        orRefused(() -> symbols(file, file.dynamicSymbols()));
        return true;
    }

    private static void symbols(ElfFile file, ElfSymbols symbols) {
        symbols.find("malloc");
        for (int i = 0; i < symbols.size(); i += 1 + symbols.size() / 200) {
            ElfSymbol symbol = symbols.get(i);
            file.fileOffset(symbol.value());
            symbols.find(symbol.name());
        }
    }

    private static void orRefused(Runnable call) {
        try {
            call.run();
        } catch (ElfFormatException expected) {
            // The only exception that there may be.
        }
    }
}
