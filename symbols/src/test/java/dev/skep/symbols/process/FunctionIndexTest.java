package dev.skep.symbols.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfFormatException;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunctionIndexTest {
    private static FunctionIndex index(ElfBytes file, int table) {
        return FunctionIndex.of(ElfFile.read(MemorySegment.ofArray(file.bytes(table))));
    }

    private static @Nullable String name(FunctionIndex index, long address) {
        UserSymbol symbol = index.resolve(address, "");
        return symbol == null ? null : symbol.name() + "+" + symbol.offset();
    }

    @Test
    void theFunctionThatHoldsAnAddress() {
        for (int table : new int[] {2, 11}) {
            FunctionIndex index = index(
                    new ElfBytes(0x1000)
                            .function("c", 0x80, 0x10)
                            .function("a", 0, 0x10)
                            .function("open", 0x40, 0)
                            .function("last", 0x1000, 0),
                    table);
            assertThat(name(index, 0xfff)).isNull();
            assertThat(name(index, 0x1000)).isEqualTo("a+0");
            assertThat(name(index, 0x100f)).isEqualTo("a+15");
            assertThat(name(index, 0x1010)).as("behind it").isNull();
            assertThat(name(index, 0x107f)).as("size not known").isEqualTo("open+63");
            assertThat(name(index, 0x1080)).isEqualTo("c+0");
            assertThat(name(index, 0x2345)).isEqualTo("last+837");
            assertThat(name(index, -1)).isNull();
        }
    }

    @Test
    void functionsInFunctions() {
        FunctionIndex index = index(
                new ElfBytes(0)
                        .function("outer", 0, 0x100)
                        .function("inner", 0x20, 0x10)
                        .function("inner2", 0x40, 0x10),
                2);
        assertThat(name(index, 0x25)).isEqualTo("inner+5");
        assertThat(name(index, 0x60)).isEqualTo("outer+96");
    }

    @Test
    void ofSeveralNamesTheOneThatPeopleKnow() {
        FunctionIndex index = index(
                new ElfBytes(0)
                        .function("__libc_read", 0, 16, 0)
                        .function("__read", 0, 16, 1)
                        .function("read", 0, 16, 2)
                        .function("memcpy@@GLIBC_2.14", 0x20, 16, 1)
                        .function("local_one", 0x40, 16, 0)
                        .function("public_one", 0x40, 16, 1)
                        .function("", 0x60, 16, 1)
                        .function("_named", 0x60, 16, 0),
                2);
        assertThat(name(index, 1)).isEqualTo("read+1");
        assertThat(name(index, 0x20)).isEqualTo("memcpy+0");
        assertThat(name(index, 0x40)).isEqualTo("public_one+0");
        assertThat(name(index, 0x60)).isEqualTo("_named+0");
    }

    @Test
    void brokenFiles() {
        byte[] bytes =
                new ElfBytes(0x1000).function("f", 0, 16).function("g", 16, 0).bytes(2);
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = bytes.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextBoolean() ? random.nextInt(0x200) : broken.length - 1 - random.nextInt(100);
                broken[at] = (byte) random.nextInt();
            }
            try {
                FunctionIndex index = FunctionIndex.of(ElfFile.read(MemorySegment.ofArray(broken)));
                assertThat(index.size()).isLessThanOrEqualTo(3);
                index.resolve(random.nextLong(), "");
                index.resolve(0x1004, "");
            } catch (ElfFormatException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
