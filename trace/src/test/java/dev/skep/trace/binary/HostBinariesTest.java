package dev.skep.trace.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.arch.Arch;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in a directory of the test's own, and what this JVM has loaded. */
class HostBinariesTest {
    @TempDir
    private static Path directory;

    private static HostBinaries binaries;

    @BeforeAll
    static void programs() throws IOException {
        Path shell = Path.of("/bin/sh").toRealPath();
        Files.copy(shell, directory.resolve("skepshell"));
        Files.copy(shell, directory.resolve("skepshell2"));
        Files.writeString(directory.resolve("skepscript"), "#!/bin/sh\nexit\n");
        byte[] bytes = Files.readAllBytes(shell);
        Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, 1000));
        Files.createDirectory(directory.resolve("sub"));
        Arch arch = Objects.requireNonNull(Arch.ofMachine(System.getProperty("os.arch")));
        binaries = new HostBinaries(arch, "relative:/nonexistent:" + directory);
    }

    private static List<String> paths(String name, int process) {
        BinarySearch search = binaries.find(name, process);
        assertThat(search.problem()).isEmpty();
        return search.found().stream().map(UserBinary::path).toList();
    }

    private static String problem(String name) {
        return binaries.find(name, 0).problem();
    }

    @Test
    void programsInPath() {
        assertThat(paths("skepshell", 0)).containsExactly(directory + "/skepshell");
        // Scripts are left out where wildcards find them.
        assertThat(paths("skeps*", 0)).containsExactly(directory + "/skepshell", directory + "/skepshell2");
        assertThat(paths(directory.getParent() + "/" + directory.getFileName() + "/*shell[2]", 0))
                .containsExactly(directory + "/skepshell2");
    }

    @Test
    void whatIsNoProgram() {
        assertThat(problem("skepscript")).endsWith("/skepscript' is no program or library: not an ELF file");
        assertThat(problem(directory + "/sub")).endsWith("/sub' is no program or library: it is no regular file");
        assertThat(problem(directory + "/cut")).contains("/cut' is no program or library: its table of ");
        assertThat(problem(directory + "/s*b/*")).isEqualTo("There is no file '" + directory + "/s*b/*'");
        assertThat(problem("skep\0shell")).isEqualTo("No file can be called 'skep\\0shell'");
        assertThat(problem("*")).startsWith("'*' stands for the program and the libraries of a process");
    }

    @Test
    void nearMatches() {
        BinarySearch inPath = binaries.find("skepshel", 0);
        assertThat(inPath.problem()).isEqualTo("There is no program 'skepshel' in PATH and no such library");
        assertThat(inPath.near()).contains("skepshell");
        BinarySearch beside = binaries.find(directory + "/skepshel", 0);
        assertThat(beside.problem()).isEqualTo("There is no file '" + directory + "/skepshel'");
        assertThat(beside.near()).contains(directory + "/skepshell");
    }

    @Test
    void thisProcess() {
        int self = (int) ProcessHandle.current().pid();
        assertThat(paths("", self)).singleElement().asString().endsWith("/java");
        assertThat(paths("*", self)).anyMatch(path -> path.endsWith("/libjvm.so"));
        String machine = paths("libjvm", self).getFirst();
        assertThat(machine).endsWith("/libjvm.so");
        UserBinary binary = binaries.find("libjvm.so", self).found().getFirst();
        UserSymbol function = Objects.requireNonNull(binary.function("JNI_CreateJavaVM"));
        assertThat(binary.functionAt(function.address() + 1)).isNotNull();
        assertThat(binary.isCode(function.address())).isTrue();
        assertThat(binary.address(binary.fileOffset(function.address()))).isEqualTo(function.address());
        assertThat(binary.bytes(function.address(), 4)).hasSize(4);
        assertThat(binary.functions("JNI_CreateJavaVM"::equals)).containsExactly(function);
        assertThat(binary.is64Bit()).isTrue();
        assertThat(binary.isFixed()).isFalse();
    }

    @Test
    void theLibrary() {
        assumeTrue(Files.isReadable(Path.of("/etc/ld.so.cache")), "there is no /etc/ld.so.cache");
        assertThat(paths("libc", 0)).isEqualTo(paths("libc.so.6", 0)).hasSize(1);
        assertThat(binaries.find("libc", 0).found().getFirst().function("qsort"))
                .isNotNull();
        assertThat(paths("libc.so*", 0)).contains(paths("libc", 0).getFirst());
    }
}
