package dev.skep.lang.check;

import dev.skep.lang.script.Limits;
import dev.skep.lang.target.Target;

/**
 * What all bodies of a script are checked in.
 *
 * @param names the functions of the language
 * @param limits how much memory the script may take
 * @param target the kernel: its types, and what it can do
 */
public record Setting(Names names, Limits limits, Target target) {}
