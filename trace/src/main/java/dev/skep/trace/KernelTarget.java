package dev.skep.trace;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.feature.Feature;
import dev.skep.kernel.feature.Features;
import dev.skep.kernel.feature.Support;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Verdict;
import dev.skep.kernel.tracefs.Tracefs;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.KernelAddresses;
import dev.skep.lang.target.PidNamespace;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormatParser;
import dev.skep.lang.type.KernelTypes;
import dev.skep.symbols.kernel.KernelSymbols;
import dev.skep.trace.binary.HostBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel, for compiling scripts and for running them. Everything is read when it is first asked for, and
 * kept; one can serve many sessions, one after the other or at once.
 */
public final class KernelTarget implements Target, AutoCloseable {
    /** {@code PROC_PID_INIT_INO}: of the kernel's include/linux/proc_ns.h, 0xEFFFFFFC. */
    private static final String INITIAL_PIDS = "pid:[4026531836]";

    private static final String RAW_TRACEPOINT = "btf_trace_";

    private final KernelBtf btf = new KernelBtf();
    private final KernelTypes types = new KernelTypes(this::vmlinux);
    private final Features features = new Features(btf);
    private final KernelSymbols symbols = KernelSymbols.ofRunningKernel();
    private @Nullable HostBinaries binaries;
    private @Nullable Tracefs tracefs;
    private boolean pidsKnown;
    private @Nullable PidNamespace ownPids;
    private @Nullable Map<String, List<String>> tracepoints;
    private @Nullable List<String> rawTracepoints;
    private @Nullable Set<String> dynamic;

    /** Reads nothing yet. */
    public KernelTarget() {}

    @Override
    public Arch arch() {
        String machine = System.getProperty("os.arch");
        Arch arch = Arch.ofMachine(machine);
        if (arch == null) {
            throw new UnsupportedFeatureException("tracing", "a machine of type " + machine, "needs x86-64 or aarch64");
        }
        return arch;
    }

    @Override
    public IsaLevel isa() {
        return features.isa();
    }

    @Override
    public int possibleCpus() {
        return Cpus.possible();
    }

    @Override
    public synchronized List<String> tracepointCategories() {
        return List.copyOf(categories().keySet());
    }

    @Override
    public synchronized List<String> tracepoints(String category) {
        return categories().getOrDefault(category, List.of());
    }

    @Override
    public boolean hasTracepoint(String category, String name) {
        return tracefs().has(category, name);
    }

    @Override
    public @Nullable TracepointFormat tracepoint(String category, String name) {
        try {
            return TracepointFormatParser.parse(tracefs().format(category, name));
        } catch (UnsupportedFeatureException e) {
            return null;
        }
    }

    @Override
    public synchronized boolean isDynamic(String category, String name) {
        Set<String> known = dynamic;
        if (known == null) {
            known = tracefs().dynamic();
            dynamic = known;
        }
        return !known.isEmpty() && known.contains(category + "/" + name);
    }

    @Override
    public synchronized List<String> rawTracepoints() {
        List<String> names = rawTracepoints;
        if (names == null) {
            names = new ArrayList<>();
            Btf types = btf.types();
            for (int id : types.ids(BtfKind.TYPEDEF)) {
                String name = types.name(id);
                if (name.startsWith(RAW_TRACEPOINT)) {
                    names.add(name.substring(RAW_TRACEPOINT.length()));
                }
            }
            Collections.sort(names);
            rawTracepoints = names;
        }
        return names;
    }

    @Override
    public boolean hasRawTracepoint(String name) {
        return btf.types().find(BtfKind.TYPEDEF, RAW_TRACEPOINT + name).isPresent();
    }

    @Override
    public @Nullable TracepointFormat rawTracepoint(String name) {
        Btf types = btf.types();
        BtfType.FunctionPrototype prototype = types.rawTracepoint(name).orElse(null);
        if (prototype == null) {
            return null;
        }
        List<TracepointFormat.Field> fields = new ArrayList<>();
        for (BtfType.Parameter parameter : prototype.parameters()) {
            int argument = fields.size();
            BtfType type = types.type(types.resolve(parameter.type()));
            boolean signed = (type instanceof BtfType.Int number && number.encoding() == BtfType.Int.Encoding.SIGNED)
                    || (type instanceof BtfType.Enumeration constants && constants.signed());
            fields.add(new TracepointFormat.Field(
                    parameter.name().isEmpty() ? "arg" + argument : parameter.name(),
                    types.typeName(parameter.type()),
                    argument * Long.BYTES,
                    types.size(parameter.type()),
                    signed,
                    TracepointFormat.Storage.VALUE));
        }
        return new TracepointFormat(fields);
    }

    @Override
    public boolean runsBtfRawTracepoints() {
        return features.probe(Feature.BTF_RAW_TRACEPOINT).isYes();
    }

    @Override
    public boolean linksManyUprobes() {
        return features.probe(Feature.UPROBE_MULTI).isYes();
    }

    @Override
    public synchronized BinarySearch binaries(String name, int process) {
        if (binaries == null) {
            String path = System.getenv("PATH");
            binaries = new HostBinaries(arch(), path == null ? "/usr/bin:/bin" : path);
        }
        return binaries.find(name, process);
    }

    @Override
    public KernelTypes types() {
        return types;
    }

    /** The kernel's BTF, or null if it has none: then it has no types to ask for. */
    private @Nullable Btf vmlinux() {
        try {
            return btf.types();
        } catch (UnsupportedFeatureException e) {
            return null;
        }
    }

    @Override
    public boolean hasHelper(Helper helper) {
        return features.helper(helper).isYes();
    }

    @Override
    public boolean hasKernelFunction(String name) {
        return features.kfunc(ProgramType.TRACEPOINT, name).isYes();
    }

    @Override
    public KernelAddresses addresses() {
        return new KernelAddresses() {
            @Override
            public OptionalLong address(String name) {
                return symbols.address(name);
            }

            @Override
            public Iterable<String> names() {
                return symbols.names();
            }

            @Override
            public @Nullable String unavailable() {
                return symbols.unavailable();
            }
        };
    }

    @Override
    public List<String> kernelFunctions() {
        Btf known = vmlinux();
        TreeSet<String> names = new TreeSet<>();
        if (known != null) {
            for (int id : known.ids(BtfKind.FUNCTION)) {
                names.add(known.name(id));
            }
        }
        return new ArrayList<>(names);
    }

    @Override
    public @Nullable String refusal(String provider) {
        Feature feature = switch (provider) {
            case "kprobe", "kretprobe" -> Feature.KPROBE;
            case "fentry", "fexit" -> Feature.FENTRY;
            case "hardware" -> Feature.HARDWARE_EVENT;
            case "watchpoint" -> Feature.WATCHPOINT;
            case "usdt" -> Feature.UPROBE;
            default -> null;
        };
        return feature != null && features.probe(feature) instanceof Support.No no ? no.reason() : null;
    }

    @Override
    public synchronized @Nullable PidNamespace pidNamespace() {
        if (!pidsKnown) {
            ownPids = readPidNamespace();
            pidsKnown = true;
        }
        return ownPids;
    }

    private static @Nullable PidNamespace readPidNamespace() {
        try {
            Path file = Path.of("/proc/self/ns/pid");
            if (Files.readSymbolicLink(file).toString().equals(INITIAL_PIDS)) {
                return null;
            }
            long device = (Long) Files.getAttribute(file, "unix:dev");
            return new PidNamespace(device, (Long) Files.getAttribute(file, "unix:ino"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the PID namespace; is /proc mounted?", e);
        }
    }

    /** From kernel 5.5 on a cgroup's id is the inode number of its directory: {@code kernfs_node.id}, in fs/kernfs. */
    @Override
    public @Nullable Long cgroup(String directory) {
        try {
            Path path = Path.of(directory);
            boolean known =
                    Files.isDirectory(path) && Files.getFileStore(path).type().equals("cgroup2");
            return known ? (Long) Files.getAttribute(path, "unix:ino") : null;
        } catch (IOException | InvalidPathException e) {
            // Whatever it is, it is no cgroup that anybody can be in.
            return null;
        }
    }

    @Override
    public String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kernel's release; is /proc mounted?", e);
        }
    }

    /** The kernel's symbols. */
    KernelSymbols symbols() {
        return symbols;
    }

    /** What the kernel can do, found out by trying. */
    public Features features() {
        return features;
    }

    /**
     * Has the verifier look at programs of a compiled script, and leaves nothing in the kernel.
     *
     * @throws dev.skep.kernel.KernelException if the kernel refuses a map, or a program without having looked at it
     */
    public List<Verdict> verify(ObjectSpec object, List<ProgramSpec> programs) {
        return new ObjectLoader(btf).verify(object, programs);
    }

    /** The kernel's types. */
    KernelBtf btf() {
        return btf;
    }

    /** The tracing file system. */
    synchronized Tracefs tracefs() {
        Tracefs open = tracefs;
        if (open == null) {
            open = Tracefs.open();
            tracefs = open;
        }
        return open;
    }

    /** Lets go of the tracing file system; sessions that are open stay so. */
    @Override
    public synchronized void close() {
        if (tracefs != null) {
            tracefs.close();
            tracefs = null;
        }
    }

    private Map<String, List<String>> categories() {
        Map<String, List<String>> categories = tracepoints;
        if (categories == null) {
            categories = new TreeMap<>();
            for (String tracepoint : tracefs().tracepoints()) {
                int colon = tracepoint.indexOf(':');
                String category = tracepoint.substring(0, colon);
                List<String> names = categories.get(category);
                if (names == null) {
                    names = new ArrayList<>();
                    categories.put(category, names);
                }
                names.add(tracepoint.substring(colon + 1));
            }
            for (List<String> names : categories.values()) {
                Collections.sort(names);
            }
            tracepoints = categories;
        }
        return categories;
    }
}
