package dev.skep.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the tests in the real kernel share: their rights, small specs, numbers as bytes. */
public final class Fixture {
    private Fixture() {}

    /** Skips the test, with the reason, where this process may not use BPF. */
    public static void assumeRights() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    public static Assembler code() {
        return new Assembler(IsaLevel.V3);
    }

    public static MapSpec map(String name, MapType type, int key, int value, int entries) {
        return new MapSpec(name, type, key, value, entries, 0);
    }

    /** A program that is run on demand, as begin and end probes are. */
    public static ProgramSpec manual(String name, Assembler code) {
        return program(name, ProgramType.RAW_TRACEPOINT, new AttachSpec.Manual(), code.build("main", 1));
    }

    public static ProgramSpec program(String name, ProgramType type, AttachSpec attach, FunctionSpec... functions) {
        return new ProgramSpec(name, type, attach, List.of(functions), 0);
    }

    public static ObjectSpec object(List<MapSpec> maps, ProgramSpec... programs) {
        return new ObjectSpec("GPL", maps, List.of(programs));
    }

    public static LoadedObject load(ObjectSpec object) {
        return new ObjectLoader(new KernelBtf()).load(object);
    }

    /** This process's open programs, maps, links, BTFs and perf events, by descriptor. */
    public static List<String> openObjects() throws IOException {
        List<String> objects = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (!Files.isSymbolicLink(descriptor)) {
                    continue; // The descriptor of this very listing, gone by now.
                }
                String target = Files.readSymbolicLink(descriptor).toString();
                boolean kernelObject = target.startsWith("anon_inode:");
                if (kernelObject
                        && (target.contains("bpf") || target.contains("btf") || target.contains("perf_event"))) {
                    objects.add(descriptor.getFileName() + " " + target);
                }
            }
        }
        return objects;
    }

    public static byte[] bytes(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(0, value)
                .array();
    }

    public static byte[] bytes(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(0, value)
                .array();
    }

    public static long number(byte @Nullable [] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(Objects.requireNonNull(bytes)).order(ByteOrder.nativeOrder());
        return buffer.limit() == 4 ? buffer.getInt(0) : buffer.getLong(0);
    }
}
