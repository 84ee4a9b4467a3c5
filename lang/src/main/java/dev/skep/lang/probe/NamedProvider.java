package dev.skep.lang.probe;

import dev.skep.lang.target.Target;
import java.util.List;

/** {@code test:NAME} and {@code bench:NAME}, which run in modes of their own: not supported by this version. */
final class NamedProvider extends UnsupportedProvider {
    NamedProvider(String name) {
        super(name, List.of());
    }

    @Override
    boolean check(AttachPattern point, Expansion expansion) {
        return point.size() == 2 && !point.part(1).isEmpty()
                || wrong(
                        point,
                        expansion,
                        name() + " probe type requires 1 argument",
                        "it is written: " + name() + ":NAME");
    }

    @Override
    List<String> hints(AttachPattern point, Target target) {
        return List.of("they only run with --" + name() + ", which this version does not have either");
    }
}
