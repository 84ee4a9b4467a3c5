package dev.skep.symbols.process;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.bpf.elf.ElfSymbols;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an ELF file in order of address: those of {@code .symtab}, or of {@code .dynsym} if the file was
 * stripped. 12 bytes each; names are read from the file when they are asked for.
 */
final class FunctionIndex {
    /** No file: nothing is found. */
    static final FunctionIndex EMPTY = new FunctionIndex(new long[0], new int[0], null);

    /** More than the largest browsers have; 24 MiB. */
    private static final int MOST = 1 << 21;

    /** How many functions before an address are looked at for one that reaches over it: parts may lie in each other. */
    private static final int NESTED = 32;

    /** How many pairs of names of one address are compared, which costs more than all else in a file made for that. */
    private static final int COMPARED = 1 << 18;

    private final long[] addresses;
    /** Which symbol of the table an address has. */
    private final int[] symbols;

    private final @Nullable ElfSymbols table;
    /** Of the symbols that were found: thousands of stacks have the same few. */
    private final Map<Integer, String> names = new HashMap<>(0);

    private FunctionIndex(long[] addresses, int[] symbols, @Nullable ElfSymbols table) {
        this.addresses = addresses;
        this.symbols = symbols;
        this.table = table;
    }

    /** A file's functions; none if there are more than two million. */
    static FunctionIndex of(ElfFile file) {
        FunctionIndex all = of(file.symbols());
        return all.size() > 0 ? all : of(file.dynamicSymbols());
    }

    private static FunctionIndex of(ElfSymbols table) {
        int count = 0;
        for (int i = 0; i < table.size(); i++) {
            count += table.isDefinedFunction(i) ? 1 : 0;
        }
        if (count == 0 || count > MOST) {
            return EMPTY;
        }
        long[] addresses = new long[count];
        for (int i = 0, next = 0; i < table.size() && next < count; i++) {
            if (table.isDefinedFunction(i)) {
                addresses[next++] = table.value(i);
            }
        }
        Arrays.sort(addresses);
        int unique = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || addresses[i] != addresses[i - 1]) {
                addresses[unique++] = addresses[i];
            }
        }
        addresses = unique == count ? addresses : Arrays.copyOf(addresses, unique);
        return new FunctionIndex(addresses, best(table, addresses), table);
    }

    /** For each address the symbol by which it is known best. */
    private static int[] best(ElfSymbols table, long[] addresses) {
        int[] best = new int[addresses.length];
        Arrays.fill(best, -1);
        int compared = 0;
        for (int i = 0; i < table.size(); i++) {
            int at = table.isDefinedFunction(i) ? Arrays.binarySearch(addresses, table.value(i)) : -1;
            // A file that changes while it is read may have others now.
            if (at >= 0 && (best[at] < 0 || (compared++ < COMPARED && isBetter(table, i, best[at])))) {
                best[at] = i;
            }
        }
        return best;
    }

    /** Of several names: the one with fewer underscores in front, then the one that others see, then the shorter. */
    private static boolean isBetter(ElfSymbols table, int a, int b) {
        String left = table.name(a);
        String right = table.name(b);
        if (left.isEmpty() || right.isEmpty()) {
            return right.isEmpty();
        }
        int order = Integer.compare(underscores(left), underscores(right));
        if (order == 0) {
            order = Integer.compare(rank(table.binding(a)), rank(table.binding(b)));
        }
        if (order == 0) {
            order = Integer.compare(left.length(), right.length());
        }
        return order == 0 ? left.compareTo(right) < 0 : order < 0;
    }

    private static int underscores(String name) {
        int count = 0;
        while (count < name.length() && name.charAt(count) == '_') {
            count++;
        }
        return count;
    }

    private static int rank(ElfSymbol.Binding binding) {
        return switch (binding) {
            case GLOBAL, UNIQUE -> 0;
            case WEAK -> 1;
            case LOCAL, OTHER -> 2;
        };
    }

    /** How many functions there are. */
    int size() {
        return addresses.length;
    }

    /**
     * The function that an address belongs to, or null: the last one that begins at or before it and reaches over it. One
     * whose size is not known reaches to the next.
     *
     * @param address in the file's own addresses
     * @param file the result's
     */
    @Nullable
    UserSymbol resolve(long address, String file) {
        int found = Arrays.binarySearch(addresses, address);
        int last = found >= 0 ? found : -found - 2;
        ElfSymbols read = table;
        if (read == null) {
            return null;
        }
        for (int i = last; i >= 0 && i > last - NESTED; i--) {
            int symbol = symbols[i];
            long size = symbol < 0 ? 0 : read.sizeOf(symbol);
            boolean holds = size == 0 ? i == last : Long.compareUnsigned(address - addresses[i], size) < 0;
            if (holds && symbol >= 0) {
                String name = names.computeIfAbsent(symbol, known -> plain(read.name(known)));
                return name.isEmpty() ? null : new UserSymbol(name, address - addresses[i], file);
            }
        }
        return null;
    }

    /** A name without its version: {@code memcpy@@GLIBC_2.14}. */
    private static String plain(String name) {
        int version = name.indexOf('@');
        return version > 0 ? name.substring(0, version) : name;
    }
}
