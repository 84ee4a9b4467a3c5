package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The C library of this JVM: what is read from its file is what the dynamic loader made of it. */
class RunningProgramTest {

    @Test
    void addressesAreThoseOfTheLoader() throws IOException {
        String[] code = mapping("r-xp");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(Path.of(code[5]))) {
            ElfFile file = ElfFile.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            long start = Long.parseUnsignedLong(code[0].substring(0, code[0].indexOf('-')), 16);
            long offset = Long.parseLong(code[2], 16);

            assertThat(file.header().type()).isEqualTo(ElfHeader.Type.SHARED);
            assertThat(file.soname()).isEqualTo("libc.so.6");
            for (String name : List.of("qsort", "getppid", "malloc", "fopen")) {
                ElfSymbol symbol = Objects.requireNonNull(file.dynamicSymbols().find(name), name);
                long loaded = Linker.nativeLinker()
                        .defaultLookup()
                        .find(name)
                        .orElseThrow()
                        .address();
                assertThat(file.fileOffset(symbol.value())).as(name).isEqualTo(loaded - start + offset);
                assertThat(file.address(loaded - start + offset)).isEqualTo(symbol.value());
                assertThat(symbol.isFunction()).isTrue();
            }
            assertThat(file.dynamicSymbols().find("no_such_function")).isNull();
        }
    }

    /** The index by name and a walk over all symbols find the same. */
    @Test
    void theIndexFindsEverySymbol() throws IOException {
        Path library = Path.of(mapping("r-xp")[5]);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(library)) {
            ElfFile file = ElfFile.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            ElfSymbols symbols = file.dynamicSymbols();
            int defined = 0;
            for (int i = 0; i < symbols.size(); i++) {
                if (symbols.section(i) != ElfSymbol.UNDEFINED
                        && !symbols.name(i).isEmpty()) {
                    ElfSymbol found = Objects.requireNonNull(symbols.find(symbols.name(i)), symbols.name(i));
                    assertThat(found.name()).isEqualTo(symbols.name(i));
                    defined++;
                }
            }
            assertThat(defined).isGreaterThan(1000);
        }
    }

    private static String[] mapping(String access) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            String[] words = line.split(" +");
            if (words.length == 6 && words[5].contains("/libc.so.6") && words[1].equals(access)) {
                return words;
            }
        }
        return Assumptions.abort("this JVM does not run on glibc");
    }
}
