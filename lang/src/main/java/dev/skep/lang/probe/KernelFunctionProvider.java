package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kprobe}, {@code fentry} and their return forms: not supported by this version, but for many functions the kernel
 * has a tracepoint that tells the same.
 */
final class KernelFunctionProvider extends UnsupportedProvider {
    /** What stands in front of a system call's name in the function that does its work. */
    private static final List<String> PREFIXES = List.of(
            "__x64_sys_",
            "__arm64_sys_",
            "__ia32_sys_",
            "__se_sys_",
            "__do_sys_",
            "do_sys_",
            "ksys_",
            "sys_",
            "vfs_",
            "do_",
            "");

    private final boolean atReturn;

    KernelFunctionProvider(String name, List<String> aliases, boolean atReturn) {
        super(name, aliases, "tracepoints tell much of what functions do; list them with: -l 'tracepoint:*'");
        this.atReturn = atReturn;
    }

    @Override
    String hint(AttachPattern point, Target target) {
        String function = point.last();
        int offset = function.indexOf('+');
        function = offset < 0 ? function : function.substring(0, offset);
        List<String> found = new ArrayList<>();
        for (String prefix : PREFIXES) {
            String name = function.startsWith(prefix) ? function.substring(prefix.length()) : "";
            String event = (atReturn ? "sys_exit_" : "sys_enter_") + (name.equals("open") ? "openat" : name);
            if (!name.isEmpty() && target.hasTracepoint("syscalls", event)) {
                found.add("tracepoint:syscalls:" + event);
                break;
            }
        }
        if (!function.isEmpty() && target.hasRawTracepoint(function)) {
            found.add("rawtracepoint:" + function);
        }
        if (found.isEmpty()) {
            return super.hint(point, target);
        }
        return "near to it is " + Suggestions.alternatives(found);
    }
}
