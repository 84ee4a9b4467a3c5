package dev.skep.symbols.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSymbolsTest {
    private static final String KERNEL = """
            0000000000000000 A fixed_percpu_data
            0000000000001000 A cpu_debug_store
            ffffffff81000000 T startup_64
            ffffffff81000000 T _stext
            ffffffff81000000 T _text
            ffffffff81000100 t local
            ffffffff81000180 W weak
            ffffffff81000200 D data
            ffffffffc0201050 t xfs_second\t[xfs]
            ffffffffc0201000 t xfs_first\t[xfs]
            ffffffffc0300000 t bpf_prog_6deef7357e7b4530_count\t[bpf]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void anAddressBelongsToTheNearestSymbolAtOrBelow() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        assertThat(symbols.resolve(0xffffffff8100017fL))
                .isEqualTo(new KernelSymbol("local", 0xffffffff81000100L, 0x7f, null, 't'));
        assertThat(symbols.resolve(0xffffffff81000180L))
                .isEqualTo(new KernelSymbol("weak", 0xffffffff81000180L, 0, null, 'W'));
        assertThat(symbols.resolve(0xffffffffc0201010L))
                .isEqualTo(new KernelSymbol("xfs_first", 0xffffffffc0201000L, 0x10, "xfs", 't'));
        assertThat(symbols.resolve(0xffffffffc0300004L))
                .isEqualTo(new KernelSymbol("bpf_prog_6deef7357e7b4530_count", 0xffffffffc0300000L, 4, "bpf", 't'));
        assertThat(symbols.names()).hasSize(11).contains("bpf_prog_6deef7357e7b4530_count", "local", "xfs_first");
        assertThat(symbols.size()).isEqualTo(11);
        assertThat(symbols.unavailable()).isNull();
        assertThat(symbols.malformedLines()).isZero();
    }

    @Test
    void ofSymbolsAtOneAddressTheFirstInTheFileIsTaken() throws IOException {
        KernelSymbol symbol = symbols(KERNEL).resolve(0xffffffff81000004L);
        assertThat(symbol).isEqualTo(new KernelSymbol("startup_64", 0xffffffff81000000L, 4, null, 'T'));
        String unsorted = """
                ffffffffc0000200 t c\t[m]
                ffffffffc0000100 t first\t[m]
                ffffffffc0000100 t second\t[m]
                """;
        assertThat(symbols(unsorted).resolve(0xffffffffc0000108L))
                .isEqualTo(new KernelSymbol("first", 0xffffffffc0000100L, 8, "m", 't'));
    }

    @Test
    void whatLiesFarBehindTheLastSymbolOfAModuleBelongsToNone() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        assertThat(symbols.resolve(0xffffffff8100ffffL)).isNotNull();
        assertThat(symbols.resolve(0xffffffff81010200L)).isNull();
        assertThat(symbols.resolve(0xffffffffc0250000L)).isNull();
        assertThat(symbols.resolve(0xffffffffc0310000L)).isNull();
        assertThat(symbols.resolve(-1)).isNull();
        assertThat(symbols.resolve(0xffffffff80ffffffL)).isNull();
    }

    @Test
    void addressesOfUserSpaceHaveNoSymbol() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        assertThat(symbols.resolve(0)).isNull();
        assertThat(symbols.resolve(0x1010)).isNull();
        assertThat(symbols.resolve(Long.MAX_VALUE)).isNull();
    }

    @Test
    void aNameHasAnAddress() throws IOException {
        KernelSymbols symbols = symbols(KERNEL + "ffffffffc0400000 t local\t[xfs]\n");
        assertThat(symbols.address("data")).hasValue(0xffffffff81000200L);
        assertThat(symbols.address("local")).hasValue(0xffffffff81000100L);
        assertThat(symbols.address("cpu_debug_store")).hasValue(0x1000);
        assertThat(symbols.address("loca")).isEmpty();
        assertThat(symbols.address("ocal")).isEmpty();
        assertThat(symbols.address("")).isEmpty();
        assertThat(symbols.address("local\nweak")).isEmpty();
        assertThat(symbols.address("xfs")).isEmpty();
    }

    @Test
    void codeIsToldFromData() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        assertThat(isText(symbols, 0xffffffff81000000L)).isTrue();
        assertThat(isText(symbols, 0xffffffff81000100L)).isTrue();
        assertThat(isText(symbols, 0xffffffff81000180L)).isTrue();
        assertThat(isText(symbols, 0xffffffff81000200L)).isFalse();
    }

    private static boolean isText(KernelSymbols symbols, long address) {
        KernelSymbol symbol = symbols.resolve(address);
        return symbol != null && symbol.isText();
    }

    @Test
    void hiddenAddressesAreAReasonNotNames() throws IOException {
        KernelSymbols symbols = symbols(KERNEL.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"));
        assertThat(symbols.unavailable())
                .isEqualTo("kernel symbols: all addresses in " + directory.resolve("kallsyms")
                        + " are hidden; needs CAP_SYSLOG, and kernel.kptr_restrict below 2");
        assertThat(symbols.resolve(0xffffffff81000000L)).isNull();
        assertThat(symbols.address("_stext")).isEmpty();
        assertThat(symbols.size()).isZero();
    }

    @Test
    void aMissingOrEmptyFileIsAReason() throws IOException {
        Path missing = directory.resolve("none");
        assertThat(new KernelSymbols(missing).unavailable())
                .isEqualTo("kernel symbols: " + missing + " cannot be read: no such file; is proc mounted?");
        assertThat(symbols("").unavailable()).contains("has none");
        assertThat(symbols("rubbish\n").unavailable()).contains("has none");
        assertThat(new KernelSymbols(directory).unavailable()).contains("cannot be read");
    }

    @Test
    void whatIsNoKallsymsEndsSoon() {
        assertThat(new KernelSymbols(Path.of("/dev/zero")).unavailable())
                .isEqualTo("kernel symbols: /dev/zero cannot be read: more than 134217728 bytes: no kallsyms");
    }

    @Test
    void whatIsLoadedLaterIsFoundAfterRefresh() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        long address = 0xffffffffc0500010L;
        assertThat(symbols.resolve(address)).isNull();

        Files.writeString(
                directory.resolve("kallsyms"), KERNEL + "ffffffffc0500000 t bpf_prog_00112233aabbccdd_later\t[bpf]\n");
        assertThat(symbols.resolve(address)).isNull();
        symbols.refresh();

        assertThat(symbols.resolve(address))
                .isEqualTo(new KernelSymbol("bpf_prog_00112233aabbccdd_later", 0xffffffffc0500000L, 16, "bpf", 't'));
    }

    @Test
    void aFailedRefreshLeavesTheSymbols() throws IOException {
        KernelSymbols symbols = symbols(KERNEL);
        assertThat(symbols.size()).isEqualTo(11);
        Files.delete(directory.resolve("kallsyms"));
        symbols.refresh();
        assertThat(symbols.size()).isEqualTo(11);
        assertThat(symbols.unavailable()).isNull();
    }

    @Test
    void nothingIsReadBeforeItIsAsked() throws IOException {
        Path file = directory.resolve("late");
        KernelSymbols symbols = new KernelSymbols(file);
        Files.writeString(file, KERNEL);
        assertThat(symbols.size()).isEqualTo(11);
    }

    private KernelSymbols symbols(String text) throws IOException {
        return new KernelSymbols(Files.writeString(directory.resolve("kallsyms"), text));
    }
}
