package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.target.Target;
import java.util.List;

/** A probe type of the language that this version does not attach: it is known by name, so that the message can say so. */
class UnsupportedProvider implements ProbeProvider {
    private final String name;
    private final List<String> aliases;
    private final String hint;

    /** @param hint the way out, or the empty string */
    UnsupportedProvider(String name, List<String> aliases, String hint) {
        this.name = name;
        this.aliases = aliases;
        this.hint = hint;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return aliases;
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        String wayOut = hint(point, expansion.target());
        expansion.error(
                Code.UNSUPPORTED_PROBE, point, message(), wayOut.isEmpty() ? new String[0] : new String[] {wayOut});
    }

    /** That it is not supported. */
    String message() {
        return name + " probes are not supported by this version";
    }

    /** What else carries the same data, or the empty string. */
    String hint(AttachPattern point, Target target) {
        return hint;
    }

    /** What cannot be attached is not listed. */
    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {}
}
