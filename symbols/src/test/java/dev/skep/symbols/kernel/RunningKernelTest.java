package dev.skep.symbols.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The running kernel's own symbols, read here line by line too. */
@Tag("kernel")
class RunningKernelTest {
    private final KernelSymbols symbols = KernelSymbols.ofRunningKernel();

    @Test
    void everyFunctionOfTheKernelIsFound() throws IOException {
        String reason = symbols.unavailable();
        assumeTrue(reason == null, () -> String.valueOf(reason));
        List<String> lines = Files.readAllLines(Path.of("/proc/kallsyms"));
        Map<Long, String> first = new HashMap<>();
        for (String line : lines) {
            // Modules and BPF programs of others may come and go meanwhile.
            if (!line.endsWith("]")) {
                first.putIfAbsent(Long.parseUnsignedLong(line.substring(0, 16), 16), line.substring(19));
            }
        }
        assertThat(first).hasSizeGreaterThan(10_000);
        first.forEach((address, name) -> {
            if (address < 0) {
                KernelSymbol symbol = symbols.resolve(address);
                assertThat(symbol == null ? "none" : symbol.name()).isEqualTo(name);
            }
        });
        assertThat(symbols.malformedLines()).isZero();
    }

    @Test
    void aFunctionIsFoundByNameAndByAddress() {
        String reason = symbols.unavailable();
        assumeTrue(reason == null, () -> String.valueOf(reason));
        long address = symbols.address("vfs_read").orElseThrow();
        KernelSymbol symbol = symbols.resolve(address + 1);
        assertThat(symbol).isEqualTo(new KernelSymbol("vfs_read", address, 1, null, 'T'));
    }
}
