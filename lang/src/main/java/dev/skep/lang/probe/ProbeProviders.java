package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one list of probe types. */
public final class ProbeProviders {
    private final List<ProbeProvider> all = List.of(
            new SpecialProvider("begin", ProbePoint.Kind.BEGIN),
            new SpecialProvider("end", ProbePoint.Kind.END),
            // Listings go by this order.
            new NamedProvider("bench"),
            new KernelFunctionProvider("fentry", List.of("f", "kfunc"), false, true),
            new KernelFunctionProvider("fexit", List.of("fr", "kretfunc"), true, true),
            new HardwareProvider(),
            new IntervalProvider(),
            new IteratorProvider(),
            new KernelFunctionProvider("kprobe", List.of("k"), false, false),
            new KernelFunctionProvider("kretprobe", List.of("kr"), true, false),
            new ProfileProvider(),
            new RawTracepointProvider(),
            new SelfProvider(),
            new SoftwareProvider(),
            new NamedProvider("test"),
            new TracepointProvider(),
            new UprobeProvider("uprobe", "u", false),
            new UprobeProvider("uretprobe", "ur", true),
            new UsdtProvider(),
            new WatchpointProvider(),
            new RemovedProvider("asyncwatchpoint", List.of("aw")));

    /** The probe types of the language. */
    public ProbeProviders() {}

    /** All, in the order of listings. */
    public List<ProbeProvider> all() {
        return all;
    }

    /** The provider of a name, in any case, or of an alias exactly as it is; or null. */
    public @Nullable ProbeProvider find(String name) {
        // Aliases first: u and U are two.
        for (ProbeProvider provider : all) {
            if (provider.name().equals(name) || provider.aliases().contains(name)) {
                return provider;
            }
        }
        for (ProbeProvider provider : all) {
            if (provider.name().equalsIgnoreCase(name)) {
                return provider;
            }
        }
        return null;
    }

    /** Hints for a name that is no provider's. */
    public String[] hints(String name) {
        List<String> names = new ArrayList<>();
        List<String> supported = new ArrayList<>();
        for (ProbeProvider provider : all) {
            names.add(provider.name());
            if (!(provider instanceof UnsupportedProvider)) {
                supported.add(provider.name());
            }
        }
        String[] near = Suggestions.hints(name, names);
        return near.length > 0 ? near : new String[] {"the probe types are: " + String.join(", ", supported)};
    }
}
