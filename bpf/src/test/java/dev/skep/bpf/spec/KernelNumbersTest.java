package dev.skep.bpf.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The enums whose ordinals are the kernel's numbers, against the header that is installed here. */
class KernelNumbersTest {
    private static final Path HEADER = Path.of("/usr/include/linux/bpf.h");

    @Test
    void numbersThatOthersRelyOn() {
        assertThat(MapType.PERCPU_ARRAY.id()).isEqualTo(6);
        assertThat(MapType.RINGBUF.id()).isEqualTo(27);
        assertThat(MapType.ARENA.id()).isEqualTo(33);
        assertThat(ProgramType.TRACEPOINT.id()).isEqualTo(5);
        assertThat(ProgramType.TRACING.id()).isEqualTo(26);
        assertThat(ProgramType.NETFILTER.id()).isEqualTo(32);
        assertThat(AttachType.TRACE_RAW_TP.id()).isEqualTo(23);
        assertThat(AttachType.TRACE_UPROBE_MULTI.id()).isEqualTo(48);
        assertThat(AttachType.TRACE_UPROBE_SESSION.id()).isEqualTo(57);
    }

    @Test
    void mapTypes() throws IOException {
        assertStartsWith(names(MapType.values()), enumerators("bpf_map_type", "BPF_MAP_TYPE_"));
    }

    @Test
    void programTypes() throws IOException {
        assertStartsWith(names(ProgramType.values()), enumerators("bpf_prog_type", "BPF_PROG_TYPE_"));
    }

    @Test
    void attachTypes() throws IOException {
        assertStartsWith(names(AttachType.values()), enumerators("bpf_attach_type", "BPF_"));
    }

    @Test
    void perCpuTypesAreThoseNamedSo() {
        for (MapType type : MapType.values()) {
            assertThat(type.perCpu()).as("%s", type).isEqualTo(type.name().contains("PERCPU"));
        }
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    /** The header is older than the list, or newer: the shorter one is the beginning of the longer one. */
    private static void assertStartsWith(List<String> ours, List<String> theirs) {
        int common = Math.min(ours.size(), theirs.size());
        assertThat(common).isGreaterThan(25);
        assertThat(ours.subList(0, common)).isEqualTo(theirs.subList(0, common));
    }

    private static List<String> enumerators(String name, String prefix) throws IOException {
        assumeTrue(Files.exists(HEADER), () -> "no " + HEADER);
        String text = Files.readString(HEADER);
        int start = text.indexOf("enum " + name + " {");
        String body = text.substring(start, text.indexOf("};", start)).replaceAll("(?s)/\\*.*?\\*/", "");
        Matcher enumerator = Pattern.compile("(?m)^\\s*(\\w+)(\\s*=[^,]*)?,").matcher(body);
        List<String> result = new ArrayList<>();
        while (enumerator.find()) {
            // Newer headers keep the old name of a deprecated type as an alias, with a value.
            if (enumerator.group(2) == null && enumerator.group(1).startsWith(prefix)) {
                result.add(enumerator.group(1).substring(prefix.length()).replaceAll("_DEPRECATED$", ""));
            }
        }
        return result;
    }
}
