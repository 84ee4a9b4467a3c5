package dev.skep.lang.generate;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the language has so far: a form is made as soon as the compiler takes an example of it. */
final class Language {
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private Language() {}

    /** Whether the compiler takes this body of a {@code begin} probe. */
    static boolean has(String example) {
        return KNOWN.computeIfAbsent(example, Language::compiles);
    }

    private static boolean compiles(String example) {
        RecordedTarget target = new RecordedTarget(Event.RECORDING, Recording.types(), Arch.X86_64, IsaLevel.V4, 2);
        Source source = new Source("example", "begin { " + example + " }");
        try {
            return !new Compiler(target, CompileOptions.DEFAULT, StageListener.NONE)
                    .compile(source)
                    .failed();
        } catch (IllegalStateException e) {
            // It is checked, but not lowered yet.
            return false;
        }
    }
}
