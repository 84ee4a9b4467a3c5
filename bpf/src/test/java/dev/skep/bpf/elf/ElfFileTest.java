package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made by hand, of both widths. */
class ElfFileTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void header(boolean wide) {
        ElfHeader header = SmallElf.read(wide).header();

        assertThat(header.wide()).isEqualTo(wide);
        assertThat(header.type()).isEqualTo(ElfHeader.Type.SHARED);
        assertThat(header.machine()).isEqualTo(wide ? ElfHeader.X86_64 : ElfHeader.I386);
        assertThat(header.entry()).isEqualTo(0x3010);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void symbols(boolean wide) {
        ElfSymbols symbols = SmallElf.read(wide).symbols();

        assertThat(symbols.size()).isEqualTo(5);
        assertThat(symbols.get(1))
                .isEqualTo(new ElfSymbol("first", 0x3010, 0x20, ElfSymbol.Type.FUNCTION, ElfSymbol.Binding.GLOBAL, 4));
        assertThat(symbols.get(2).type()).isEqualTo(ElfSymbol.Type.INDIRECT_FUNCTION);
        assertThat(symbols.get(2).binding()).isEqualTo(ElfSymbol.Binding.LOCAL);
        assertThat(symbols.get(3))
                .isEqualTo(new ElfSymbol("data", 0x3100, 8, ElfSymbol.Type.OBJECT, ElfSymbol.Binding.WEAK, 5));
        assertThat(symbols.get(4).isDefined()).isFalse();
        assertThat(symbols.find("second")).isEqualTo(symbols.get(2));
        assertThat(symbols.find("elsewhere")).isNull();
        assertThat(symbols.find("seco")).isNull();
        assertThat(symbols.find("")).isNull();
        assertThat(symbols.find("first\0second")).isNull();
        assertThat(symbols.isDefinedFunction(2)).isTrue();
        assertThat(symbols.isDefinedFunction(3)).isFalse();
        assertThat(symbols.isDefinedFunction(4)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addresses(boolean wide) {
        ElfFile file = SmallElf.read(wide);

        assertThat(file.fileOffset(0x3010)).isEqualTo(SmallElf.CODE + 0x10);
        assertThat(file.address(SmallElf.CODE + 0x10)).isEqualTo(0x3010);
        assertThat(file.fileOffset(0x33ff)).isEqualTo(0x13ff);
        // Memory that the file has no bytes for.
        assertThat(file.fileOffset(0x3400)).isEqualTo(-1);
        assertThat(file.fileOffset(-1)).isEqualTo(-1);
        assertThat(file.address(0x1400)).isEqualTo(-1);
        assertThat(file.bytes(0x33fe, 16)).hasSize(2);
        assertThat(file.bytes(0x3400, 16)).isEmpty();
        assertThat(Objects.requireNonNull(file.segmentAtOffset(CODE_BYTE)).isExecutable())
                .isTrue();
        assertThat(Objects.requireNonNull(file.segmentAtOffset(0x10)).isExecutable())
                .isFalse();
    }

    private static final long CODE_BYTE = SmallElf.CODE + 1;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parts(boolean wide) {
        ElfFile file = SmallElf.read(wide);
        ElfSection text = Objects.requireNonNull(file.section(".text"));

        assertThat(file.buildId()).isEqualTo(SmallElf.BUILD_ID);
        assertThat(file.soname()).isEqualTo("libsmall.so.1");
        assertThat(file.name(text)).isEqualTo(".text");
        assertThat(file.content(text).byteSize()).isEqualTo(0x400);
        assertThat(file.content(Objects.requireNonNull(file.section(".bss"))).byteSize())
                .isZero();
        assertThat(file.section(".tex")).isNull();
        assertThat(file.dynamicSymbols().size()).isZero();
        assertThat(file.dynamicSymbols().find("first")).isNull();
    }

    @Test
    void refusesWhatItDoesNotRead() {
        byte[] good = SmallElf.bytes(true);

        assertRefused("#!/bin/sh\nexit".getBytes(StandardCharsets.US_ASCII), "not an ELF file");
        assertRefused("#!/bin/sh\necho no program at all".getBytes(StandardCharsets.US_ASCII), "not an ELF file");
        assertRefused(new byte[0], "not an ELF file");
        assertRefused(with(good, 5, 2), "a big-endian ELF file, for another machine");
        assertRefused(with(good, 4, 3), "an ELF file of neither 32 nor 64 bits");
        assertRefused(with(good, 54, 57), "its header says that a segment has 57 bytes");
        assertRefused(with(good, 45, 0x7f), "its table of 7 sections lies beyond the file's end");
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> ElfFile.read(MemorySegment.ofArray(bytes)))
                .isInstanceOf(ElfFormatException.class)
                .hasMessage(message);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
