package dev.skep.trace.binary;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfHeader;
import dev.skep.bpf.elf.ElfSegment;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.bpf.elf.ElfSymbols;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A program or library in an ELF file. Its own table of symbols is asked before the dynamic loader's: it has more. */
final class ElfBinary implements UserBinary {
    private final String path;
    private final ElfFile file;
    private final ElfSymbols all;
    private final ElfSymbols dynamic;

    ElfBinary(String path, ElfFile file) {
        this.path = path;
        this.file = file;
        this.all = file.symbols();
        this.dynamic = file.dynamicSymbols();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean is64Bit() {
        return file.header().wide();
    }

    @Override
    public boolean isFixed() {
        return file.header().type() == ElfHeader.Type.EXECUTABLE;
    }

    @Override
    public List<UserSymbol> functions(Predicate<String> wanted) {
        List<UserSymbol> found = new ArrayList<>();
        add(all, wanted, found);
        add(dynamic, wanted, found);
        found.sort(Comparator.comparing(UserSymbol::name).thenComparingLong(UserSymbol::address));
        List<UserSymbol> distinct = new ArrayList<>(found.size());
        for (UserSymbol symbol : found) {
            UserSymbol last = distinct.isEmpty() ? null : distinct.getLast();
            if (last == null
                    || last.address() != symbol.address()
                    || !last.name().equals(symbol.name())) {
                distinct.add(symbol);
            }
        }
        return distinct;
    }

    private static void add(ElfSymbols symbols, Predicate<String> wanted, List<UserSymbol> out) {
        for (int i = 0; i < symbols.size(); i++) {
            if (symbols.isDefinedFunction(i)) {
                String name = symbols.name(i);
                if (!name.isEmpty() && wanted.test(name)) {
                    out.add(symbol(symbols.get(i)));
                }
            }
        }
    }

    @Override
    public @Nullable UserSymbol function(String name) {
        // The loader's table has an index.
        ElfSymbol found = dynamic.findFunction(name);
        if (found == null) {
            found = all.findFunction(name);
        }
        return found == null ? null : symbol(found);
    }

    @Override
    public @Nullable UserSymbol functionAt(long address) {
        UserSymbol found = at(address, all);
        return found != null ? found : at(address, dynamic);
    }

    private static @Nullable UserSymbol at(long address, ElfSymbols symbols) {
        for (int i = 0; i < symbols.size(); i++) {
            long distance = address - symbols.value(i);
            if (symbols.isDefinedFunction(i)
                    && (distance == 0 || Long.compareUnsigned(distance, symbols.sizeOf(i)) < 0)
                    && !symbols.name(i).isEmpty()) {
                return symbol(symbols.get(i));
            }
        }
        return null;
    }

    @Override
    public @Nullable UserSymbol symbol(String name) {
        ElfSymbol found = dynamic.find(name);
        if (found == null) {
            found = all.find(name);
        }
        return found == null || file.segments().isEmpty() ? null : symbol(found);
    }

    private static UserSymbol symbol(ElfSymbol symbol) {
        return new UserSymbol(
                symbol.name(), symbol.value(), symbol.size(), symbol.type() == ElfSymbol.Type.INDIRECT_FUNCTION);
    }

    @Override
    public long fileOffset(long address) {
        return file.fileOffset(address);
    }

    @Override
    public long address(long fileOffset) {
        return file.address(fileOffset);
    }

    @Override
    public byte[] bytes(long address, int length) {
        return file.bytes(address, length);
    }

    @Override
    public boolean isCode(long address) {
        long offset = file.fileOffset(address);
        ElfSegment segment = offset < 0 ? null : file.segmentAtOffset(offset);
        return segment != null && segment.isExecutable();
    }
}
