package dev.skep.lang.target;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.KernelVersion;
import dev.skep.bpf.btf.Btf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The recorded kernel that tests compile for: {@code recording.txt}, and its types {@code btf.bin}. */
public final class Recording {
    /** Read once: many tests make many targets. Safe for use by several threads. */
    private static final Btf TYPES = Btf.read(resource("btf.bin"));

    private Recording() {}

    /** A machine of today: all instructions, two CPUs. */
    public static RecordedTarget target() {
        return target(IsaLevel.V4);
    }

    /** The same kernel with an older instruction set. */
    public static RecordedTarget target(IsaLevel isa) {
        return new RecordedTarget(text(), TYPES, Arch.X86_64, isa, 2);
    }

    /** The same kernel, which runs raw tracepoints that know their types, on another machine. */
    public static RecordedTarget rawTracepoints(Arch arch) {
        return new RecordedTarget(text() + "feature btf_raw_tracepoint\n", TYPES, arch, IsaLevel.V4, 2);
    }

    /** The same kernel without types. */
    public static RecordedTarget withoutTypes() {
        return new RecordedTarget(text(), Arch.X86_64, IsaLevel.V4, 2);
    }

    /**
     * Linux 5.15 so far as that is its instructions and helpers, and that it has no functions for programs to call. Its
     * tracepoints and types are those of the newer kernel.
     */
    public static RecordedTarget linux515() {
        KernelVersion release = new KernelVersion(5, 15);
        long helpers = Arrays.stream(Helper.values())
                .filter(helper -> helper.since().compareTo(release) <= 0)
                .count();
        String text = text().replaceFirst("(?m)^release .*", "release 5.15.0")
                .replaceFirst("(?m)^helpers .*", "helpers " + helpers)
                .replaceAll("(?m)^(function|feature) .*\n", "");
        return new RecordedTarget(text, TYPES, Arch.X86_64, IsaLevel.V3, 2);
    }

    /** The recording itself. */
    public static String text() {
        return new String(resource("recording.txt"), StandardCharsets.UTF_8);
    }

    /** Its types: those that {@code types.txt} lists. */
    public static Btf types() {
        return TYPES;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Recording.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not among the test resources");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Records a kernel's types anew: {@code java Recording /sys/kernel/btf/vmlinux types.txt btf.bin}. Goldens change with
     * the kernel.
     */
    static void main(String[] args) throws IOException {
        TypeRecorder recorder = new TypeRecorder(Btf.read(Files.readAllBytes(Path.of(args[0]))));
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] words = line.split(" ");
            boolean known = line.startsWith("#")
                    || switch (words[0]) {
                        case "constant" -> recorder.constant(words[1]);
                        case "function" -> recorder.function(words[1]);
                        case "rawtracepoint" -> recorder.rawTracepoint(words[1]);
                        default -> recorder.type(words[0], words[1]);
                    };
            if (!known) {
                System.err.println("the kernel has no " + line);
            }
        }
        Files.write(Path.of(args[2]), recorder.bytes());
    }
}
