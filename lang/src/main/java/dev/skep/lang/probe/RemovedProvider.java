package dev.skep.lang.probe;

import java.util.List;

/** A probe type that the language has given up. */
final class RemovedProvider extends UnsupportedProvider {
    RemovedProvider(String name, List<String> aliases) {
        super(name, aliases);
    }

    @Override
    String message() {
        return name() + " probes are no longer part of the language";
    }
}
