package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.syntax.Number64;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code kprobe[:MODULE]:FUNCTION[+OFFSET]}, {@code fentry[:MODULE]:FUNCTION} and their return forms: not supported by this
 * version, but for many functions the kernel has a tracepoint that tells the same.
 */
final class KernelFunctionProvider extends UnsupportedProvider {
    /** So many tracepoints are offered for the functions of a wildcard. */
    private static final int MOST = 4;

    private final boolean atReturn;
    private final boolean trampoline;

    /** @param trampoline whether it is one of fentry and fexit */
    KernelFunctionProvider(String name, List<String> aliases, boolean atReturn, boolean trampoline) {
        super(name, aliases);
        this.atReturn = atReturn;
        this.trampoline = trampoline;
    }

    @Override
    boolean check(AttachPattern point, Expansion expansion) {
        boolean ofProgram = trampoline && point.part(1).equals("bpf");
        if (point.size() < 2
                || point.size() > (ofProgram ? 4 : 3)
                || point.last().isEmpty()) {
            return wrong(
                    point,
                    expansion,
                    name() + " probe type requires 1 or 2 arguments",
                    "it is written: " + name() + ":FUNCTION or " + name() + ":MODULE:FUNCTION");
        }
        int plus = point.last().indexOf('+');
        if (plus >= 0) {
            if (atReturn || trampoline) {
                return wrong(point, expansion, "an offset is not allowed for " + name() + " probes");
            }
            String offset = point.last().substring(plus + 1);
            if (offset.isEmpty() || Number64.parse(offset, 0, offset.length()).problem() != null) {
                return wrong(point, expansion, "invalid offset '" + offset + "'", "it is a number of bytes: +4, +0x10");
            }
        }
        return ofProgram || exists(point, expansion);
    }

    /** Whether the kernel has such a function, as far as it is known what functions it has. */
    private boolean exists(AttachPattern point, Expansion expansion) {
        String function = function(point);
        boolean address = !function.isEmpty() && Character.isDigit(function.charAt(0));
        List<String> known = expansion.target().kernelFunctions();
        if (known.isEmpty()
                || address
                || !FunctionTracepoints.of(function, false, expansion.target()).isEmpty()) {
            return true;
        }
        if (Glob.isWildcard(function)) {
            Glob glob = new Glob(function);
            for (String candidate : known) {
                if (glob.matches(candidate)) {
                    return true;
                }
            }
        } else if (Collections.binarySearch(known, function) >= 0) {
            return true;
        }
        List<String> near = new ArrayList<>();
        for (String candidate : Suggestions.near(function, known)) {
            near.add(name() + ":" + candidate);
        }
        expansion.error(
                Code.NO_SUCH_PROBE,
                point,
                "No matches for " + name() + " " + point.withProvider("").substring(1) + ".",
                near.isEmpty()
                        ? new String[] {"the kernel's types know no function of this name"}
                        : Suggestions.didYouMean(near));
        return false;
    }

    private static String function(AttachPattern point) {
        int offset = point.last().indexOf('+');
        return offset < 0 ? point.last() : point.last().substring(0, offset);
    }

    @Override
    List<String> hints(AttachPattern point, Target target) {
        String function = function(point);
        List<String> found = new ArrayList<>();
        if (Glob.isWildcard(function)) {
            Glob glob = new Glob(function);
            for (String candidate : FunctionTracepoints.functions()) {
                if (glob.matches(candidate)) {
                    add(FunctionTracepoints.of(candidate, atReturn, target), found);
                }
            }
        } else {
            add(FunctionTracepoints.of(function, atReturn, target), found);
        }
        return found.isEmpty()
                ? List.of("tracepoints tell much of what functions do; list them with: -l 'tracepoint:*'")
                : List.of("near to it is " + Suggestions.alternatives(found));
    }

    private static void add(List<String> more, List<String> found) {
        for (String one : more) {
            if (found.size() < MOST && !found.contains(one)) {
                found.add(one);
            }
        }
    }
}
