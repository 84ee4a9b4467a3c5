package dev.skep.lang.probe;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.KernelTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code iter:task}: a walk over what the kernel has, a run for each object ({@code ctx.task}). {@code iter:task:NAME} is not
 * walked, but pinned as {@code /sys/fs/bpf/NAME}, which whoever reads it walks.
 */
final class IteratorProvider implements ProbeProvider {
    /** Where BPF file systems are mounted. */
    private static final String PINS = "/sys/fs/bpf/";

    @Override
    public String name() {
        return "iter";
    }

    @Override
    public List<String> aliases() {
        return List.of("it");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        String name = point.part(1);
        if (point.size() < 2 || point.size() > 3 || name.isEmpty()) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "iter probe type requires 1 or 2 arguments (attachpoint, pin)",
                    "it is written: iter:task, or iter:task:NAME to pin it as " + PINS + "NAME");
        } else if (Glob.isWildcard(name)) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "iter probe type does not support wildcards",
                    "list the iterators with: -l 'iter:*'");
        } else if (!has(name, expansion.target())) {
            expansion.error(
                    Code.NO_SUCH_PROBE,
                    point,
                    "iterator " + name + " not available for your kernel version.",
                    hints(name, expansion.target()));
        } else if (walksAMap(name)) {
            expansion.error(
                    Code.UNSUPPORTED_PROBE,
                    point,
                    "iter:" + name + " walks the elements of one map, and the language has no way to say which",
                    "iter:bpf_map walks all maps");
        } else {
            expansion.add(new ProbePoint(
                    "iter:" + name,
                    ProbePoint.Kind.EVENT,
                    new AttachSpec.Iterator(name, pin(point.part(2)), 0),
                    ProgramType.TRACING,
                    null));
        }
    }

    private static String pin(String written) {
        return written.isEmpty() || written.startsWith("/") ? written : PINS + written;
    }

    private static boolean has(String name, Target target) {
        return !name.contains("__") && target.types().iterator(name).size() > 0;
    }

    /** Whether an iterator is one of a map's elements: its link names the map. */
    private static boolean walksAMap(String name) {
        return name.equals("bpf_map_elem") || name.equals("bpf_sk_storage_map") || name.equals("sockmap");
    }

    private static String[] hints(String name, Target target) {
        List<String> all = target.types().iterators();
        if (all.isEmpty()) {
            return new String[] {"iterators are found in the kernel's BTF, and this kernel has none"};
        }
        List<String> near = new ArrayList<>();
        for (String candidate : Suggestions.near(name, all)) {
            near.add("iter:" + candidate);
        }
        return near.isEmpty() ? new String[] {"list them with: -l 'iter:*'"} : Suggestions.didYouMean(near);
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        Glob glob = new Glob(pattern.getFirst());
        for (String name : target.types().iterators()) {
            if (glob.matches(name) && !walksAMap(name)) {
                out.add(new ProbeEntry("iter:" + name, () -> members(name, target)));
            }
        }
    }

    /** What {@code ctx} has, in the kernel's words. */
    private static TracepointFormat members(String name, Target target) {
        List<TracepointFormat.Field> fields = new ArrayList<>();
        Btf types = target.types().btf();
        OptionalInt id = types == null ? OptionalInt.empty() : types.find("struct", KernelTypes.iteratorContext(name));
        if (types != null && id.isPresent() && types.type(id.getAsInt()) instanceof BtfType.Composite struct) {
            for (BtfType.Member member : struct.members()) {
                add(types, member, fields);
            }
        }
        return new TracepointFormat(fields);
    }

    /** Pointers stand in unions with a number that makes them as wide on 32-bit machines. */
    private static void add(Btf types, BtfType.Member member, List<TracepointFormat.Field> fields) {
        BtfType.Member named = member;
        if (member.name().isEmpty()
                && types.type(member.type()) instanceof BtfType.Composite union
                && !union.members().isEmpty()) {
            named = union.members().getFirst();
        }
        fields.add(new TracepointFormat.Field(
                named.name(),
                types.typeName(named.type()),
                member.bitOffset() / 8,
                types.size(named.type()),
                false,
                TracepointFormat.Storage.VALUE));
    }
}
