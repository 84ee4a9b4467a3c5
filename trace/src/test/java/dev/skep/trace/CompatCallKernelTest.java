package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 32-bit system calls, whose numbers mean other calls than the 64-bit ones: the kernel's tracepoints leave them out, and so
 * does the program that serves many system calls.
 */
@Tag("kernel")
class CompatCallKernelTest {
    /** {@code mov eax, 20; int 0x80; ret}: getpid by the 32-bit way in; 64-bit call 20 is writev. */
    private static final byte[] GETPID_32 = {(byte) 0xb8, 20, 0, 0, 0, (byte) 0xcd, (byte) 0x80, (byte) 0xc3};

    private static final int CALLS = 1000;
    private static final Set<AttachFeature> PLAIN = Set.of(AttachFeature.RAW_TRACEPOINT);

    @BeforeAll
    static void assume() {
        Rights.assume();
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "int 0x80 is an instruction of x86");
    }

    @Test
    void areLeftOutAsTheKernelsTracepointsDo() throws Throwable {
        MethodHandle getpid = code(GETPID_32);
        assumeTrue(
                (int) getpid.invokeExact() == ProcessHandle.current().pid(),
                "this kernel takes no 32-bit system calls (CONFIG_IA32_EMULATION)");
        long tid = Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
        for (String kind : new String[] {"enter", "exit"}) {
            String family = "t:syscalls:sys_" + kind + "_*";
            assertThat(count("t:raw_syscalls:sys_" + kind + " /tid == " + tid + " && args.id == 20/", Set.of(), getpid))
                    .as("the calls are made")
                    .isEqualTo(CALLS);
            assertThat(count(family + " /tid == " + tid + " && args.__syscall_nr == 20/", Set.of(), getpid))
                    .isZero();
            assertThat(count("t:syscalls:sys_" + kind + "_writev /tid == " + tid + "/", PLAIN, getpid))
                    .isZero();
        }
    }

    private static long count(String probe, Set<AttachFeature> without, MethodHandle call) throws Throwable {
        try (Tracer tracer = new Tracer()) {
            CompiledScript script =
                    tracer.compile(probe + " { @ = count(); }", CompileOptions.DEFAULT.withoutFeatures(without));
            try (Session session = Session.open(tracer.kernel(), script, Options.DEFAULT, new Sink() {})) {
                for (int i = 0; i < CALLS; i++) {
                    int pid = (int) call.invokeExact();
                    assertThat(pid).isPositive();
                }
                MapResult map = session.map("@");
                Value value = map.entries().isEmpty()
                        ? null
                        : map.entries().getFirst().value();
                return value instanceof AggregateValue.Count count ? count.count() : 0;
            }
        }
    }

    /** A function of these machine instructions. */
    private static MethodHandle code(byte[] code) throws Throwable {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        MethodHandle mmap = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("mmap"),
                FunctionDescriptor.of(
                        ValueLayout.ADDRESS,
                        number,
                        number,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        number));
        int readWriteExecute = 7;
        int privateAnonymous = 0x22;
        MemorySegment page = (MemorySegment) mmap.invokeExact(0L, 4096L, readWriteExecute, privateAnonymous, -1, 0L);
        MemorySegment writable = page.reinterpret(4096);
        writable.copyFrom(MemorySegment.ofArray(code));
        return linker.downcallHandle(writable, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    }
}
