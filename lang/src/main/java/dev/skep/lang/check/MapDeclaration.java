package dev.skep.lang.check;

import dev.skep.lang.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code let @name = kind(entries)}: how a map is to lie in the kernel.
 *
 * @param entries how many elements it has room for: 1 to {@link dev.skep.lang.script.Limits#MAP_ENTRIES}
 */
public record MapDeclaration(Kind kind, int entries, Span span) {

    /** The kinds of maps that a script can choose. */
    public enum Kind {
        HASH("hash", false, false),
        /** Where it is full, elements that were not used for long make room. */
        LRU_HASH("lruhash", true, false),
        /** What is aggregated lies in these: a value for each CPU. */
        PERCPU_HASH("percpuhash", false, true),
        PERCPU_LRU_HASH("percpulruhash", true, true);

        private static final Kind[] ALL = values();

        private final String text;
        private final boolean evicts;
        private final boolean perCpu;

        Kind(String text, boolean evicts, boolean perCpu) {
            this.text = text;
            this.evicts = evicts;
            this.perCpu = perCpu;
        }

        /** As programs write it. */
        public String text() {
            return text;
        }

        /** Whether old elements make room for new ones. */
        public boolean evicts() {
            return evicts;
        }

        /** Whether values exist once per CPU. */
        public boolean perCpu() {
            return perCpu;
        }

        /** The kind of a name, or null. */
        static @Nullable Kind of(String text) {
            for (Kind kind : ALL) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
