package dev.skep.kernel;

import dev.skep.kernel.sys.KernelFile;
import java.util.Arrays;

/** The machine's CPUs, as {@code /sys/devices/system/cpu} lists them. */
public final class Cpus {
    private static final String DIRECTORY = "/sys/devices/system/cpu/";
    /** More than any kernel can be built for; a list that names more is not a CPU list. */
    private static final int LIMIT = 1 << 16;

    private Cpus() {}

    /** The CPUs that run now, ascending: those that a perf event can be opened on. */
    public static int[] online() {
        return parse(KernelFile.text(DIRECTORY + "online"));
    }

    /** How many CPUs this kernel could ever run; a per-CPU map value exists this many times. Fixed at boot. */
    public static int possible() {
        return Possible.COUNT;
    }

    /** Read once, when first asked for. */
    private static final class Possible {
        static final int COUNT = count();

        private static int count() {
            // The kernel sizes per-CPU values by the number of possible CPUs; their numbers have no holes in practice,
            // and where they had, the kernel would still copy one value per possible CPU.
            return parse(KernelFile.text(DIRECTORY + "possible")).length;
        }
    }

    /**
     * Parses the kernel's list format: {@code "0-3,8,10-11"}; empty text is an empty list.
     *
     * @throws IllegalArgumentException if the text is not ascending numbers and ranges
     */
    public static int[] parse(String list) {
        String text = list.trim();
        int[] cpus = new int[16];
        int count = 0;
        int at = 0;
        int next = 0;
        while (at < text.length()) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            int dash = text.indexOf('-', at);
            int first = number(text, at, dash >= 0 && dash < end ? dash : end);
            int last = dash >= 0 && dash < end ? number(text, dash + 1, end) : first;
            if (first < next || last < first || (comma == text.length() - 1 && comma >= 0)) {
                throw malformed(text);
            }
            for (int cpu = first; cpu <= last; cpu++) {
                if (count == cpus.length) {
                    cpus = Arrays.copyOf(cpus, 2 * count);
                }
                cpus[count++] = cpu;
            }
            next = last + 1;
            at = end + 1;
        }
        return Arrays.copyOf(cpus, count);
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        if (from >= to) {
            throw malformed(text);
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed(text);
            }
            value = 10 * value + (c - '0');
            if (value >= LIMIT) {
                throw malformed(text);
            }
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a CPU list: '" + text + "'");
    }
}
