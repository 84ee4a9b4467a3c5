package dev.skep.lang.target;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.IsaLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The recorded kernel that tests compile for. */
public final class Recording {
    private Recording() {}

    /** A machine of today: all instructions, two CPUs. */
    public static RecordedTarget target() {
        return target(IsaLevel.V4);
    }

    /** The same kernel with an older instruction set. */
    public static RecordedTarget target(IsaLevel isa) {
        return new RecordedTarget(text(), Arch.X86_64, isa, 2);
    }

    /** The recording itself. */
    public static String text() {
        try (InputStream in = Recording.class.getResourceAsStream("recording.txt")) {
            if (in == null) {
                throw new IllegalStateException("recording.txt is not among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
