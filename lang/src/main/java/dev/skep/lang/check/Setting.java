package dev.skep.lang.check;

import dev.skep.lang.script.Config;
import dev.skep.lang.script.Limits;
import dev.skep.lang.target.Target;

/**
 * What all bodies of a script are checked in.
 *
 * @param names the functions of the language
 * @param limits how much memory the script may take
 * @param target the kernel: its types, and what it can do
 * @param config what the script sets
 * @param unsafe whether the script may do more than look
 */
public record Setting(Names names, Limits limits, Target target, Config config, boolean unsafe) {
    /** Nothing is set by the script. */
    public Setting(Names names, Limits limits, Target target) {
        this(names, limits, target, Config.NONE, false);
    }
}
