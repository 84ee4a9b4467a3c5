package dev.skep.symbols.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.bpf.elf.ElfSymbols;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSymbolsTest {
    private static final UserSymbol NOTHING = new UserSymbol("", 0, "");

    @TempDir
    private Path directory;

    private FakeProcesses processes;
    private ProcessSymbols symbols;

    @BeforeEach
    void prepare() throws IOException {
        processes = new FakeProcesses(directory.resolve("proc"));
        symbols = processes.symbols();
    }

    /** The loader's own answer is what the file's is compared with. */
    @Test
    void functionsOfThisProcess() {
        assumeThat(Path.of("/proc/self/maps")).as("a process file system").exists();
        ProcessSymbols running = ProcessSymbols.ofRunningProcesses();
        int self = (int) ProcessHandle.current().pid();
        for (String name : new String[] {"getppid", "getpid", "fopen", "qsort", "getenv"}) {
            long address =
                    Linker.nativeLinker().defaultLookup().findOrThrow(name).address();
            UserSymbol symbol = running.resolve(self, address + 1);
            assertThat(symbol.name()).isEqualTo(name);
            assertThat(symbol.offset()).isEqualTo(1);
            assertThat(Path.of(symbol.file())).exists();
            assertThat(running.resolveCaller(self, address + 1)).isEqualTo(symbol);
        }
        assertThat(running.resolve(self, 0)).isEqualTo(NOTHING);
        assertThat(running.resolve(self, -1)).isEqualTo(NOTHING);
        assertThat(running.unavailable()).isNull();
    }

    @Test
    void programsThatAreLoadedAnywhereAndAtTheirOwnAddresses() throws IOException {
        Path any = new ElfBytes(0x4000).function("f", 0x10, 0x20).write(directory.resolve("any"));
        Path fixed = new ElfBytes(0x401000).function("g", 0x10, 0x20).write(directory.resolve("fixed"));
        processes.maps(
                5,
                "401000-402000 r-xp 00001000 08:01 1 /fixed",
                "7f0000002000-7f0000003000 r-xp 00002000 08:01 2 /any",
                "7f0000005000-7f0000006000 r-xp 00001000 08:01 2 /any");
        processes.mapFile(5, "401000-402000", fixed);
        processes.mapFile(5, "7f0000002000-7f0000003000", any);
        processes.mapFile(5, "7f0000005000-7f0000006000", any);
        assertThat(symbols.resolve(5, 0x401018)).isEqualTo(new UserSymbol("g", 8, "/fixed"));
        assertThat(symbols.resolve(5, 0x7f0000005010L)).isEqualTo(new UserSymbol("f", 0, "/any"));
        assertThat(symbols.resolve(5, 0x7f0000002010L)).isEqualTo(new UserSymbol("", 0, "/any"));
        assertThat(symbols.resolve(5, 0x403000)).isEqualTo(NOTHING);
    }

    @Test
    void aCallThatIsTheLastInstruction() throws IOException {
        Path file =
                new ElfBytes(0).function("f", 0x10, 0x20).function("g", 0x30, 8).write(directory.resolve("a"));
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a");
        processes.mapFile(5, "1000-2000", file);
        assertThat(symbols.resolve(5, 0x1030).name()).isEqualTo("g");
        assertThat(symbols.resolveCaller(5, 0x1030)).isEqualTo(new UserSymbol("f", 0x20, "/a"));
        assertThat(symbols.resolveCaller(5, 0x1038)).isEqualTo(new UserSymbol("g", 8, "/a"));
    }

    @Test
    void whatIsMappedLater() throws IOException {
        Path file = new ElfBytes(0).function("f", 0, 0x20).write(directory.resolve("a"));
        processes.maps(5, "9000-a000 r-xp 00000000 00:00 0");
        assertThat(symbols.resolve(5, 0x1000)).isEqualTo(NOTHING);
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a", "9000-a000 r-xp 00000000 00:00 0");
        processes.mapFile(5, "1000-2000", file);
        assertThat(symbols.resolve(5, 0x1000)).as("just looked at").isEqualTo(NOTHING);
        processes.wait(50);
        assertThat(symbols.resolve(5, 0x1000).name()).isEqualTo("f");
    }

    @Test
    void processesThatHaveEnded() throws IOException {
        Path file = new ElfBytes(0).function("f", 0, 0x20).write(directory.resolve("a"));
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a");
        processes.mapFile(5, "1000-2000", file);
        symbols.look(5);
        processes.maps(5); // it has ended, but was not waited for
        processes.wait(5000);
        assertThat(symbols.resolve(5, 0x1000).name()).isEqualTo("f");
        processes.end(5);
        Files.delete(file);
        processes.wait(5000);
        assertThat(symbols.resolve(5, 0x1004)).isEqualTo(new UserSymbol("f", 4, "/a"));
        assertThat(symbols.missed()).isZero();
        assertThat(symbols.resolve(6, 0x1004)).isEqualTo(NOTHING);
        assertThat(symbols.resolve(6, 0x1004)).isEqualTo(NOTHING);
        assertThat(symbols.missed()).isEqualTo(1);
        assertThat(symbols.unavailable()).isNull();
    }

    @Test
    void aProcessThatStartsAnotherProgram() throws IOException {
        Path first = new ElfBytes(0).function("f", 0, 0x20).write(directory.resolve("a"));
        Path second = new ElfBytes(0).function("g", 0, 0x20).write(directory.resolve("b"));
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a", "3000-4000 r-xp 00001000 08:01 1 /a");
        processes.mapFile(5, "1000-2000", first);
        processes.mapFile(5, "3000-4000", first);
        assertThat(symbols.resolve(5, 0x1000).name()).isEqualTo("f");
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 2 /b");
        processes.mapFile(5, "1000-2000", second);
        processes.wait(1000);
        assertThat(symbols.resolve(5, 0x1000)).isEqualTo(new UserSymbol("g", 0, "/b"));
        assertThat(symbols.resolve(5, 0x3000)).as("from before").isEqualTo(new UserSymbol("f", 0, "/a"));
    }

    @Test
    void filesAreFoundByTheirPathWhereTheyMayNotBeOpenedOtherwise() throws IOException {
        Path root = Files.createDirectories(directory.resolve("root/lib"));
        new ElfBytes(0).function("f", 0, 0x20).write(root.resolve("a"));
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /lib/a", "3000-4000 r-xp 00001000 08:01 1 /lib/a (deleted)");
        Files.createSymbolicLink(processes.directory().resolve("5/root"), directory.resolve("root"));
        assertThat(symbols.resolve(5, 0x1000).name()).isEqualTo("f");
        assertThat(symbols.resolve(5, 0x3000))
                .as("another file has the name")
                .isEqualTo(new UserSymbol("", 0, "/lib/a"));
    }

    @Test
    void inAnotherNamespaceNothingIsGuessed() throws IOException {
        Path file = new ElfBytes(0).function("f", 0, 0x20).write(directory.resolve("a"));
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a");
        processes.mapFile(5, "1000-2000", file);
        Path namespace = processes.directory().resolve("self/ns/pid");
        Files.delete(namespace);
        Files.createSymbolicLink(namespace, Path.of("pid:[4026532000]"));
        assertThat(symbols.resolve(5, 0x1000)).isEqualTo(NOTHING);
        assertThat(symbols.unavailable()).contains("initial pid namespace");
    }

    @Test
    void directoriesAndOtherFilesAreNotRead() throws IOException {
        processes.maps(5, "1000-2000 r-xp 00001000 08:01 1 /a", "3000-4000 r-xp 00001000 08:01 1 /b");
        processes.mapFile(5, "1000-2000", directory);
        processes.mapFile(5, "3000-4000", Files.writeString(directory.resolve("text"), "no ELF"));
        assertThat(symbols.resolve(5, 0x1000)).isEqualTo(new UserSymbol("", 0, "/a"));
        assertThat(symbols.resolve(5, 0x3000)).isEqualTo(new UserSymbol("", 0, "/b"));
    }

    @Test
    void thousandsOfProcesses() throws IOException {
        Path file = new ElfBytes(0).function("f", 0, 0x20).write(directory.resolve("a"));
        for (int process = 1; process <= 1500; process++) {
            processes.maps(process, "1000-2000 r-xp 00001000 08:01 1 /a");
            processes.mapFile(process, "1000-2000", file);
            assertThat(symbols.resolve(process, 0x1000).name()).isEqualTo("f");
        }
        processes.end(1);
        processes.end(1500);
        assertThat(symbols.resolve(1500, 0x1000).name()).isEqualTo("f");
        assertThat(symbols.resolve(1, 0x1000)).as("forgotten").isEqualTo(NOTHING);
    }

    @Test
    void functionsThatTheKernelMaps() throws IOException {
        byte[] image = Vdso.read(Path.of("/proc"));
        assumeThat(image).as("the kernel maps functions into processes").isNotNull();
        Mapping mapping = MapsParser.parse(Files.readAllBytes(Path.of("/proc/self/maps"))).stream()
                .filter(Vdso::isSame)
                .findAny()
                .orElseThrow();
        ElfSymbols table = ElfFile.read(MemorySegment.ofArray(image)).dynamicSymbols();
        ElfSymbol function = Objects.requireNonNull(
                table.find("__vdso_clock_gettime") == null
                        ? table.find("__kernel_clock_gettime")
                        : table.find("__vdso_clock_gettime"));
        UserSymbol symbol = ProcessSymbols.ofRunningProcesses()
                .resolve((int) ProcessHandle.current().pid(), mapping.start() + function.value() + 4);
        assertThat(symbol.name()).endsWith("clock_gettime");
        assertThat(symbol.offset()).isEqualTo(4);
        assertThat(symbol.file()).isEqualTo("[vdso]");
    }

    /** {@code map_files} leads to a library whose name is gone, and it stays open after the process has ended. */
    @Test
    void deletedFilesOfRunningProcesses() throws IOException, InterruptedException {
        Path original = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("/libm.so"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findAny()
                .orElse(null);
        assumeThat(original).as("this process has libm").isNotNull();
        Path copy = Files.copy(Objects.requireNonNull(original), directory.resolve("copy.so"));
        ProcessBuilder sleep = new ProcessBuilder("sleep", "60");
        sleep.environment().put("LD_PRELOAD", copy.toString());
        Process process = sleep.start();
        try {
            Mapping mapping = mapping(process, copy);
            Files.delete(copy);
            assumeThat(Path.of("/proc/" + process.pid() + "/map_files/" + Long.toHexString(mapping.start()) + "-"
                            + Long.toHexString(mapping.end())))
                    .as("a link that only root may follow")
                    .isReadable();
            ElfFile file = ElfFile.read(MemorySegment.ofArray(Files.readAllBytes(original)));
            ElfSymbol function = Objects.requireNonNull(file.dynamicSymbols().find("erf"));
            long address = mapping.start() + file.fileOffset(function.value()) - mapping.offset();
            ProcessSymbols running = ProcessSymbols.ofRunningProcesses();
            running.look((int) process.pid());
            process.destroyForcibly().waitFor();
            assertThat(running.resolve((int) process.pid(), address + 3))
                    .extracting(UserSymbol::offset, UserSymbol::file)
                    .containsExactly(3L, copy.toString());
            assertThat(running.resolve((int) process.pid(), address).name()).startsWith("erf");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Mapping mapping(Process process, Path file) throws IOException, InterruptedException {
        for (int tries = 0; tries < 500; tries++) {
            for (Mapping mapping : MapsParser.parse(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/maps")))) {
                if (mapping.path().equals(file.toString())) {
                    return mapping;
                }
            }
            Thread.sleep(10);
        }
        throw new IOException("the process has not mapped " + file);
    }
}
