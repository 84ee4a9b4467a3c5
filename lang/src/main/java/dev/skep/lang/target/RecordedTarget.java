package dev.skep.lang.target;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.btf.Btf;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.type.KernelTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A kernel from a recording: scripts compile for it where it does not run. The recording is a text that
 * {@link TargetRecorder} writes; machine, instruction set and CPUs are the caller's choice.
 *
 * <pre>
 * release 6.18.5
 * helpers 211                          (the highest number of one; without such a line, all are there)
 * feature btf_raw_tracepoint           (it runs programs on raw tracepoints with typed arguments)
 * function bpf_rdonly_cast             (one that programs may call)
 * probed vfs_read                      (one that probes can be named after)
 * refuses fentry a policy forbids it   (a type of probes that the kernel does not run, and why)
 * symbol ffffffff81000000 _stext       (where a symbol is)
 * tracepoint sched sched_switch
 * 	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
 * 	...
 * tracepoint sched sched_wakeup        (known by name only: it has no fields)
 * feature uprobe_multi                 (one link takes many places of user programs)
 * binary /usr/bin/bash 64 bash         (a 64-bit program, which is found by these names)
 * 	function readline 0xc2a90 2445     (its address and size)
 * 	indirect strlen 0x9d3a0 80         (a function that chooses another)
 * 	variable ps1_prompt 0x16e5b8 8
 * dynamic sched/my_event               (a user made this tracepoint)
 * rawtracepoint sched_switch
 * 	field:bool preempt;	offset:0;	size:8;	signed:0;
 * </pre>
 *
 * Empty lines and lines that begin with {@code #} mean nothing.
 */
public final class RecordedTarget implements Target {
    private final KernelTypes types;
    private final Arch arch;
    private final IsaLevel isa;
    private final int possibleCpus;
    private final String release;
    private final Map<String, TreeSet<String>> tracepoints = new TreeMap<>();
    private final TreeSet<String> rawTracepoints = new TreeSet<>();
    private final TreeSet<String> dynamic = new TreeSet<>();
    private final Map<String, TracepointFormat> formats = new HashMap<>();
    private final TreeSet<String> functions = new TreeSet<>();
    private final TreeMap<String, Long> symbols = new TreeMap<>();
    private final List<RecordedBinary> binaries = new ArrayList<>();
    private boolean runsBtfRawTracepoints;
    private boolean linksManyUprobes;
    private final TreeSet<String> probed = new TreeSet<>();
    private final Map<String, String> refusals = new HashMap<>();
    private int helpers = Integer.MAX_VALUE;

    /**
     * Reads a recording.
     *
     * @throws IllegalArgumentException naming the line, if it is malformed
     */
    public RecordedTarget(String recording, Arch arch, IsaLevel isa, int possibleCpus) {
        this(recording, null, arch, isa, possibleCpus);
    }

    /**
     * Reads a recording.
     *
     * @param btf the kernel's types, or those of them that {@link TypeRecorder} kept; null for a kernel without BTF
     * @throws IllegalArgumentException naming the line, if it is malformed
     */
    public RecordedTarget(String recording, @Nullable Btf btf, Arch arch, IsaLevel isa, int possibleCpus) {
        this.types = new KernelTypes(() -> btf);
        this.arch = arch;
        this.isa = isa;
        this.possibleCpus = possibleCpus;
        String release = "";
        String key = "";
        StringBuilder fields = new StringBuilder();
        for (String line : recording.split("\n", -1)) {
            if (line.startsWith("\tfield:") && !key.isEmpty()) {
                fields.append(line).append('\n');
                continue;
            }
            if (line.startsWith("\t") && !binaries.isEmpty()) {
                symbol(line);
                continue;
            }
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            keep(key, fields);
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[0].equals("release")) {
                release = words[1];
                key = "";
            } else if (words.length == 2 && words[0].equals("helpers")) {
                helpers = number(words[1], line);
                key = "";
            } else if (line.equals("feature btf_raw_tracepoint")) {
                runsBtfRawTracepoints = true;
                key = "";
            } else if (line.equals("feature uprobe_multi")) {
                linksManyUprobes = true;
                key = "";
            } else if (words.length >= 3 && words[0].equals("binary")) {
                List<String> names = List.of(words).subList(3, words.length);
                binaries.add(new RecordedBinary(words[1], words[2].equals("64"), names));
                key = "";
            } else if (words.length == 2 && words[0].equals("function")) {
                functions.add(words[1]);
                key = "";
            } else if (words.length == 3 && words[0].equals("symbol")) {
                symbols.put(words[2], address(words[1], line));
                key = "";
            } else if (words.length == 2 && words[0].equals("probed")) {
                probed.add(words[1]);
                key = "";
            } else if (words.length > 2 && words[0].equals("refuses")) {
                refusals.put(words[1], line.substring(line.indexOf(' ', words[0].length() + 1) + 1));
                key = "";
            } else if (words.length == 3 && words[0].equals("tracepoint")) {
                tracepoints
                        .computeIfAbsent(words[1], category -> new TreeSet<>())
                        .add(words[2]);
                key = words[1] + ":" + words[2];
            } else if (words.length == 2 && words[0].equals("dynamic")) {
                dynamic.add(words[1]);
                key = "";
            } else if (words.length == 2 && words[0].equals("rawtracepoint")) {
                rawTracepoints.add(words[1]);
                key = words[1];
            } else {
                throw malformed(line);
            }
        }
        keep(key, fields);
        this.release = release;
    }

    /** A symbol of the binary above it. */
    private void symbol(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 4) {
            throw malformed(line);
        }
        try {
            UserSymbol symbol = new UserSymbol(
                    words[1], Long.decode(words[2]), Long.parseLong(words[3]), words[0].equals("indirect"));
            binaries.getLast().add(symbol, !words[0].equals("variable"));
        } catch (NumberFormatException e) {
            throw malformed(line);
        }
    }

    private static int number(String text, String line) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw malformed(line);
        }
    }

    private static long address(String text, String line) {
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw malformed(line);
        }
    }

    private static IllegalArgumentException malformed(String line) {
        return new IllegalArgumentException("malformed line in a recording: '" + line + "'");
    }

    private void keep(String key, StringBuilder fields) {
        if (!fields.isEmpty()) {
            formats.put(key, TracepointFormatParser.parse(fields.toString()));
            fields.setLength(0);
        }
    }

    @Override
    public Arch arch() {
        return arch;
    }

    @Override
    public IsaLevel isa() {
        return isa;
    }

    @Override
    public int possibleCpus() {
        return possibleCpus;
    }

    @Override
    public List<String> tracepointCategories() {
        return new ArrayList<>(tracepoints.keySet());
    }

    @Override
    public List<String> tracepoints(String category) {
        TreeSet<String> names = tracepoints.get(category);
        return names == null ? List.of() : new ArrayList<>(names);
    }

    @Override
    public @Nullable TracepointFormat tracepoint(String category, String name) {
        if (!hasTracepoint(category, name)) {
            return null;
        }
        TracepointFormat format = formats.get(category + ":" + name);
        return format == null ? new TracepointFormat(List.of()) : format;
    }

    @Override
    public boolean isDynamic(String category, String name) {
        return dynamic.contains(category + "/" + name);
    }

    @Override
    public List<String> rawTracepoints() {
        return new ArrayList<>(rawTracepoints);
    }

    @Override
    public @Nullable TracepointFormat rawTracepoint(String name) {
        return formats.get(name);
    }

    @Override
    public boolean runsBtfRawTracepoints() {
        return runsBtfRawTracepoints;
    }

    @Override
    public boolean linksManyUprobes() {
        return linksManyUprobes;
    }

    /** Names are found as they are recorded: without wildcards, whatever the process. */
    @Override
    public BinarySearch binaries(String name, int process) {
        List<String> names = new ArrayList<>();
        for (RecordedBinary binary : binaries) {
            if (binary.isNamed(name)) {
                return BinarySearch.of(List.of(binary));
            }
            names.add(binary.path());
            names.addAll(binary.names());
        }
        return BinarySearch.none("There is no program or library '" + name + "'", Suggestions.near(name, names));
    }

    @Override
    public KernelTypes types() {
        return types;
    }

    @Override
    public boolean hasHelper(Helper helper) {
        return helper.id() <= helpers;
    }

    @Override
    public boolean hasKernelFunction(String name) {
        return functions.contains(name);
    }

    @Override
    public KernelAddresses addresses() {
        return new KernelAddresses() {
            @Override
            public OptionalLong address(String name) {
                Long address = symbols.get(name);
                return address == null ? OptionalLong.empty() : OptionalLong.of(address);
            }

            @Override
            public Iterable<String> names() {
                return symbols.keySet();
            }

            @Override
            public @Nullable String unavailable() {
                return symbols.isEmpty() ? "the recording has no symbols" : null;
            }
        };
    }

    @Override
    public List<String> kernelFunctions() {
        return new ArrayList<>(probed);
    }

    @Override
    public @Nullable String refusal(String provider) {
        return refusals.get(provider);
    }

    @Override
    public String release() {
        return release;
    }
}
