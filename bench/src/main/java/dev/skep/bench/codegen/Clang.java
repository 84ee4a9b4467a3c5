package dev.skep.bench.codegen;

import dev.skep.bpf.spec.ObjectSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest clang on the path.
 *
 * @param command its name
 * @param version as it prints it
 */
record Clang(String command, String version) {
    private static final int NEWEST = 30;
    private static final int OLDEST = 11;
    /** The first with {@code -mcpu=v4}. */
    private static final int WITH_V4 = 18;

    private static final Pattern VERSION = Pattern.compile("version (\\d+)[.\\d]*");

    static Optional<Clang> find() throws IOException, InterruptedException {
        for (int version = NEWEST; version >= OLDEST; version--) {
            Optional<Clang> clang = named("clang-" + version);
            if (clang.isPresent()) {
                return clang;
            }
        }
        return named("clang");
    }

    private static Optional<Clang> named(String command) throws IOException, InterruptedException {
        try {
            Matcher version = VERSION.matcher(run(List.of(command, "--version")));
            return version.find() ? Optional.of(new Clang(command, version.group())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The newest instructions that it knows. */
    String cpu() {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find() && Integer.parseInt(matcher.group(1)) >= WITH_V4 ? "v4" : "v3";
    }

    /** Compiles a BPF program that traces a process. */
    ObjectSpec compile(Path source, String cpu, long pid) throws IOException, InterruptedException {
        Path object = Files.createTempFile("skep-bench", ".o");
        try {
            List<String> words = new ArrayList<>(List.of(command, "-O2", "-g", "-Wall", "-Werror"));
            words.addAll(List.of("-target", "bpf", "-mcpu=" + cpu, "-DTARGET=" + pid));
            // Where Debian keeps what the kernel's headers include; other systems have it where clang looks.
            words.add("-I/usr/include/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu");
            words.addAll(List.of("-c", source.toString(), "-o", object.toString()));
            run(words);
            return new ElfObject(Files.readAllBytes(object)).spec();
        } finally {
            Files.deleteIfExists(object);
        }
    }

    /** Compiles a program for this machine. */
    void compileHere(Path source, Path program) throws IOException, InterruptedException {
        run(List.of(command, "-O2", "-Wall", source.toString(), "-o", program.toString()));
    }

    private static String run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ":\n" + output);
        }
        return output;
    }
}
