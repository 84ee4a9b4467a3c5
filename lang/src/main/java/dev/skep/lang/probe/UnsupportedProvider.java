package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A probe type of the language that this version does not attach. What is written is checked all the same, and the message
 * says what tells as much, and whether this kernel would refuse such probes in any case.
 */
abstract class UnsupportedProvider implements ProbeProvider {
    private final String name;
    private final List<String> aliases;

    UnsupportedProvider(String name, List<String> aliases) {
        this.name = name;
        this.aliases = aliases;
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
        if (!check(point, expansion)) {
            return;
        }
        List<String> hints = new ArrayList<>(hints(point, expansion.target()));
        String refusal = expansion.target().refusal(name);
        if (refusal != null) {
            hints.add("this kernel would not run them either: " + refusal);
        }
        expansion.error(Code.UNSUPPORTED_PROBE, point, message(), hints.toArray(new String[0]));
    }

    /** Whether an attach point is written as the language wants it; reports what is wrong. */
    boolean check(AttachPattern point, Expansion expansion) {
        return true;
    }

    /** That it is not supported. */
    String message() {
        return name + " probes are not supported by this version";
    }

    /** What tells as much. */
    List<String> hints(AttachPattern point, Target target) {
        return List.of();
    }

    /** What cannot be attached is not listed. */
    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {}

    /** Reports an attach point that is not written as it must be; false. */
    static boolean wrong(AttachPattern point, Expansion expansion, String message, String... hints) {
        expansion.error(Code.BAD_ATTACH_POINT, point, message, hints);
        return false;
    }
}
