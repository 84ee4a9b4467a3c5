package dev.skep.cli;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.feature.Feature;
import dev.skep.kernel.feature.Features;
import dev.skep.kernel.feature.Support;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.trace.KernelTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code --info}: what this machine's kernel can do, in the sections and words of bpftrace's option, each answer found out by
 * trying, with the reason behind it if it is not yes.
 */
final class Information {
    private final KernelTarget target;
    private final Features features;
    private final List<Section> sections = new ArrayList<>();

    /** A title and what stands under it. */
    record Section(String title, List<Fact> facts) {}

    /**
     * One line.
     *
     * @param value yes, no, unknown, or what is asked for
     * @param reason why it is not yes; else empty
     */
    record Fact(String name, String value, String reason) {
        static Fact of(String name, Support support) {
            if (support instanceof Support.No no) {
                return new Fact(name, "no", no.reason());
            } else if (support instanceof Support.Unknown unknown) {
                return new Fact(name, "unknown", unknown.cause());
            }
            return new Fact(name, "yes", "");
        }
    }

    private Information(KernelTarget target) {
        this.target = target;
        this.features = target.features();
    }

    static int print(CommandLine line) throws IOException {
        try (KernelTarget target = new KernelTarget()) {
            List<Section> sections = of(target);
            boolean json = "json".equals(line.value(Option.OUTPUT_FORMAT));
            TextBuffer out = json ? json(sections) : text(sections);
            out.writeTo(Terminal.output());
            return Exit.OK;
        }
    }

    /** All that is known of a kernel. */
    static List<Section> of(KernelTarget target) throws IOException {
        Information information = new Information(target);
        information.system();
        information.helpers();
        information.kernelFeatures();
        information.mapTypes();
        information.probeTypes();
        return information.sections;
    }

    private void system() throws IOException {
        String machine = System.getProperty("os.arch");
        String complaint = Capabilities.current().complaint();
        sections.add(new Section(
                "System",
                List.of(
                        new Fact("OS", system("ostype") + " " + target.release() + " " + system("version"), ""),
                        new Fact("Arch", machine.equals("amd64") ? "x86_64" : machine, ""),
                        new Fact(
                                "Rights",
                                complaint == null ? "all that tracing takes" : "not enough",
                                or(complaint)))));
        sections.add(new Section(
                "Build",
                List.of(
                        new Fact("version", Version.TEXT, ""),
                        new Fact("Java", Runtime.version().toString(), ""))));
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String system(String name) throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/" + name)).strip();
    }

    private void helpers() {
        List<Fact> facts = new ArrayList<>();
        helper(facts, "probe_read", Helper.PROBE_READ);
        helper(facts, "probe_read_str", Helper.PROBE_READ_STR);
        helper(facts, "probe_read_user", Helper.PROBE_READ_USER);
        helper(facts, "probe_read_user_str", Helper.PROBE_READ_USER_STR);
        helper(facts, "probe_read_kernel", Helper.PROBE_READ_KERNEL);
        helper(facts, "probe_read_kernel_str", Helper.PROBE_READ_KERNEL_STR);
        helper(facts, "get_current_cgroup_id", Helper.GET_CURRENT_CGROUP_ID);
        helper(facts, "send_signal", Helper.SEND_SIGNAL);
        facts.add(Fact.of("override_return", features.helper(ProgramType.KPROBE, Helper.OVERRIDE_RETURN)));
        helper(facts, "get_boot_ns", Helper.KTIME_GET_BOOT_NS);
        helper(facts, "get_tai_ns", Helper.KTIME_GET_TAI_NS);
        known(facts, "dpath", Helper.D_PATH);
        known(facts, "skboutput", Helper.SKB_OUTPUT);
        helper(facts, "get_func_ip", Helper.GET_FUNC_IP, ProgramType.KPROBE);
        helper(facts, "jiffies64", Helper.JIFFIES64);
        helper(facts, "for_each_map_elem", Helper.FOR_EACH_MAP_ELEM);
        helper(facts, "loop", Helper.LOOP);
        helper(facts, "strncmp", Helper.STRNCMP);
        helper(facts, "get_current_task_btf", Helper.GET_CURRENT_TASK_BTF);
        facts.add(Fact.of("rdonly_cast (kernel function)", features.kfunc(ProgramType.TRACEPOINT, "bpf_rdonly_cast")));
        sections.add(new Section("Kernel helpers", facts));
    }

    private void helper(List<Fact> facts, String name, Helper helper) {
        helper(facts, name, helper, ProgramType.TRACEPOINT);
    }

    private void helper(List<Fact> facts, String name, Helper helper, ProgramType type) {
        facts.add(Fact.of(name, features.helper(type, helper)));
    }

    /** Of a helper that only programs with a target of their own may call. */
    private void known(List<Fact> facts, String name, Helper helper) {
        facts.add(Fact.of(name, features.helper(helper)));
    }

    private void kernelFeatures() {
        Support longPrograms = features.probe(Feature.LONG_PROGRAMS);
        sections.add(new Section(
                "Kernel features",
                List.of(
                        new Fact("Instruction limit", longPrograms.isYes() ? "1000000" : "4096", ""),
                        new Fact("Instruction set", features.isa().name().toLowerCase(Locale.ROOT), ""),
                        feature("Loop support", Feature.LOOPS),
                        feature("btf", Feature.BTF),
                        feature("module btf", Feature.MODULE_BTF),
                        feature("map batch", Feature.MAP_BATCHES),
                        feature("perf event link", Feature.PERF_EVENT_LINK),
                        feature("uprobe refcount", Feature.UPROBE_REFCOUNT))));
    }

    private Fact feature(String name, Feature feature) {
        return Fact.of(name, features.probe(feature));
    }

    private void mapTypes() {
        sections.add(new Section(
                "Map types",
                List.of(
                        map("hash", MapType.HASH),
                        map("percpu hash", MapType.PERCPU_HASH),
                        map("lru hash", MapType.LRU_HASH),
                        map("lru percpu hash", MapType.LRU_PERCPU_HASH),
                        map("array", MapType.ARRAY),
                        map("percpu array", MapType.PERCPU_ARRAY),
                        map("stack_trace", MapType.STACK_TRACE),
                        map("perf_event_array", MapType.PERF_EVENT_ARRAY),
                        map("ringbuf", MapType.RINGBUF))));
    }

    private Fact map(String name, MapType type) {
        return Fact.of(name, features.mapType(type));
    }

    private void probeTypes() {
        sections.add(new Section(
                "Probe types",
                List.of(
                        feature("kprobe", Feature.KPROBE),
                        feature("kprobe_multi", Feature.KPROBE_MULTI),
                        feature("kprobe_session", Feature.KPROBE_SESSION),
                        feature("fentry", Feature.FENTRY),
                        feature("tracepoint", Feature.TRACEPOINT),
                        feature("rawtracepoint", Feature.BTF_RAW_TRACEPOINT),
                        feature("raw_tp_special", Feature.RUN_ON_DEMAND),
                        feature("uprobe", Feature.UPROBE),
                        feature("uprobe_multi", Feature.UPROBE_MULTI),
                        Fact.of("perf_event", features.programType(ProgramType.PERF_EVENT)),
                        feature("hardware", Feature.HARDWARE_EVENT),
                        feature("watchpoint", Feature.WATCHPOINT),
                        feature("iter", Feature.ITERATOR))));
    }

    /** As bpftrace lays it out, with reasons in parentheses. */
    static TextBuffer text(List<Section> sections) {
        TextBuffer out = new TextBuffer();
        for (Section section : sections) {
            if (section != sections.getFirst()) {
                out.append('\n');
            }
            out.append(section.title()).append('\n');
            for (Fact fact : section.facts()) {
                out.append("  ").append(fact.name()).append(": ").append(fact.value());
                if (!fact.reason().isEmpty()) {
                    out.append(" (").append(fact.reason()).append(')');
                }
                out.append('\n');
            }
        }
        return out;
    }

    /** One object on one line: sections, in them names, and of each its value and perhaps its reason. */
    static TextBuffer json(List<Section> sections) {
        TextBuffer out = new TextBuffer().append("{\"type\": \"info\", \"data\": {");
        for (Section section : sections) {
            if (section != sections.getFirst()) {
                out.append(", ");
            }
            string(out, section.title()).append(": {");
            for (Fact fact : section.facts()) {
                if (fact != section.facts().getFirst()) {
                    out.append(", ");
                }
                string(string(out, fact.name()).append(": {\"value\": "), fact.value());
                if (!fact.reason().isEmpty()) {
                    string(out.append(", \"reason\": "), fact.reason());
                }
                out.append('}');
            }
            out.append('}');
        }
        return out.append("}}\n");
    }

    private static TextBuffer string(TextBuffer out, String text) {
        out.append('"');
        new TextBuffer().append(text).appendTo(out, Escaping.JSON);
        return out.append('"');
    }
}
