package dev.skep.symbols.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of one reading of {@code /proc/kallsyms}, in order of address; symbols at the same address stay in the
 * file's order. Parallel arrays and one array of name bytes: 15 bytes per symbol and its name.
 */
final class KallsymsIndex {
    /** Ends each name in {@link #names}: no name holds it. */
    static final byte NAME_END = '\n';

    /** The file tells no sizes: the last symbol of the kernel or of a module is taken to be this long, in bytes. */
    private static final long LAST_SYMBOL_SIZE = 64 * 1024;

    /** Kernel and modules lie within 4 GiB: three digits differ. */
    private static final int DIGIT_BITS = 11;

    private final long[] addresses;
    private final int[] nameStarts;
    private final byte[] types;
    /** Positions in {@link #moduleNames}; 0 is the kernel itself. */
    private final char[] modules;

    private final byte[] names;
    private final List<String> moduleNames;
    private final int malformedLines;

    KallsymsIndex(
            long[] addresses,
            int[] nameStarts,
            byte[] types,
            char[] modules,
            byte[] names,
            List<String> moduleNames,
            int malformedLines) {
        this.addresses = addresses;
        this.nameStarts = nameStarts;
        this.types = types;
        this.modules = modules;
        this.names = names;
        this.moduleNames = moduleNames;
        this.malformedLines = malformedLines;
        sort();
    }

    /** How many symbols there are. */
    int size() {
        return addresses.length;
    }

    /** How many lines of the file were no symbols. */
    int malformedLines() {
        return malformedLines;
    }

    /** Whether every address reads as 0, as they do for those who may not see them. */
    boolean isHidden() {
        return size() > 0 && addresses[0] == 0 && addresses[size() - 1] == 0;
    }

    /**
     * The symbol that an address belongs to, as the kernel itself prints it: the nearest at or below the address, and of
     * several at one address the first in the file. Null for addresses of user space, and for those far behind the last
     * symbol of the kernel or of a module.
     */
    @Nullable
    KernelSymbol resolve(long address) {
        // Kernel addresses have the top bit set; symbols below are offsets in per-CPU areas, which are no addresses.
        int last = address < 0 ? lowerBound(address + 1, size()) - 1 : -1;
        if (last < 0 || addresses[last] >= 0) {
            return null;
        }
        int first = last;
        while (first > 0 && addresses[first - 1] == addresses[last]) {
            first--;
        }
        boolean endsGroup = last + 1 == size() || modules[last + 1] != modules[last];
        long offset = address - addresses[first];
        return endsGroup && offset >= LAST_SYMBOL_SIZE ? null : symbol(first, offset);
    }

    /** The lowest address of a symbol of that name. Looks through all names: for the few that a script asks for. */
    OptionalLong address(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < addresses.length; i++) {
            int end = nameStarts[i] + wanted.length;
            if (end < names.length
                    && names[end] == NAME_END
                    && Arrays.equals(names, nameStarts[i], end, wanted, 0, wanted.length)
                    && nameEnd(nameStarts[i]) == end) {
                return OptionalLong.of(addresses[i]);
            }
        }
        return OptionalLong.empty();
    }

    /** The names of all symbols, in order of address. */
    List<String> names() {
        List<String> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            all.add(name(i));
        }
        return all;
    }

    private String name(int index) {
        int start = nameStarts[index];
        return new String(names, start, nameEnd(start) - start, StandardCharsets.UTF_8);
    }

    private KernelSymbol symbol(int index, long offset) {
        String name = name(index);
        String module = modules[index] == 0 ? null : moduleNames.get(modules[index]);
        return new KernelSymbol(name, addresses[index], offset, module, (char) types[index]);
    }

    /** The position of the first symbol at or above an address, of those before an end. */
    private int lowerBound(long address, int end) {
        int low = 0;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (addresses[middle] < address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int nameEnd(int start) {
        int end = start;
        while (names[end] != NAME_END) {
            end++;
        }
        return end;
    }

    /** The kernel's part of the file is in order already; modules and BPF programs need not be. */
    private void sort() {
        int sorted = 1;
        while (sorted < addresses.length && addresses[sorted - 1] <= addresses[sorted]) {
            sorted++;
        }
        if (sorted >= addresses.length) {
            return;
        }
        // What is above all that follows may stay where it is.
        long lowest = Long.MAX_VALUE;
        for (int i = sorted; i < addresses.length; i++) {
            lowest = Math.min(lowest, addresses[i]);
        }
        int from = lowerBound(lowest, sorted);
        while (from < sorted && addresses[from] == lowest) {
            from++;
        }
        sort(from);
    }

    /** Sorts what stands at a position and behind it; of equal addresses the one that stood first stays first. */
    private void sort(int from) {
        int to = addresses.length;
        long[] original = Arrays.copyOfRange(addresses, from, to);
        int[] starts = Arrays.copyOfRange(nameStarts, from, to);
        byte[] letters = Arrays.copyOfRange(types, from, to);
        char[] owners = Arrays.copyOfRange(modules, from, to);
        int[] order = order(original);
        for (int i = 0; i < order.length; i++) {
            addresses[from + i] = original[order[i]];
            nameStarts[from + i] = starts[order[i]];
            types[from + i] = letters[order[i]];
            modules[from + i] = owners[order[i]];
        }
    }

    /**
     * The positions of addresses in their order, by a radix sort from the lowest digit on: it keeps equal addresses in
     * order, and is fast from its first run on, which is the only one.
     */
    private static int[] order(long[] addresses) {
        int[] order = new int[addresses.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int[] spare = new int[addresses.length];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            int[] ends = new int[1 << DIGIT_BITS];
            for (long address : addresses) {
                ends[digit(address, shift)]++;
            }
            if (ends[digit(addresses[0], shift)] == addresses.length) {
                continue;
            }
            for (int i = 1; i < ends.length; i++) {
                ends[i] += ends[i - 1];
            }
            for (int i = order.length - 1; i >= 0; i--) {
                spare[--ends[digit(addresses[order[i]], shift)]] = order[i];
            }
            int[] sorted = spare;
            spare = order;
            order = sorted;
        }
        return order;
    }

    /** A digit of an address, where negative numbers come before others. */
    private static int digit(long address, int shift) {
        return (int) ((address ^ Long.MIN_VALUE) >>> shift) & (1 << DIGIT_BITS) - 1;
    }
}
