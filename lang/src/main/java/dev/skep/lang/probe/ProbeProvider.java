package dev.skep.lang.probe;

import dev.skep.lang.target.Target;
import java.util.List;

/** A probe type: its names, what an attach point of it means, what can be listed. */
public interface ProbeProvider {

    /** The name in full: {@code tracepoint}. Written in any case. */
    String name();

    /** Short and former names; the case counts. */
    List<String> aliases();

    /**
     * Finds the places that an attach point stands for and adds them to the expansion; reports what is wrong with it.
     *
     * @param point its first part is this provider
     */
    void expand(AttachPattern point, Expansion expansion);

    /**
     * Adds what this provider has and the pattern asks for, sorted.
     *
     * @param pattern the parts behind the provider, at least one
     */
    void list(List<String> pattern, Target target, List<ProbeEntry> out);
}
