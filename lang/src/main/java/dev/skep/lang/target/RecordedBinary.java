package dev.skep.lang.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A program or library in a recording: its symbols; bytes lie in the file where their addresses are. */
final class RecordedBinary implements UserBinary {
    private final String path;
    private final boolean is64Bit;
    private final List<String> names;
    private final List<UserSymbol> functions = new ArrayList<>();
    private final List<UserSymbol> variables = new ArrayList<>();

    /** @param names by which it is found, its path apart */
    RecordedBinary(String path, boolean is64Bit, List<String> names) {
        this.path = path;
        this.is64Bit = is64Bit;
        this.names = names;
    }

    void add(UserSymbol symbol, boolean isFunction) {
        (isFunction ? functions : variables).add(symbol);
    }

    boolean isNamed(String name) {
        return path.equals(name) || names.contains(name);
    }

    List<String> names() {
        return names;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean is64Bit() {
        return is64Bit;
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    @Override
    public List<UserSymbol> functions(Predicate<String> wanted) {
        List<UserSymbol> found = new ArrayList<>();
        for (UserSymbol function : functions) {
            if (wanted.test(function.name())) {
                found.add(function);
            }
        }
        return found;
    }

    @Override
    public @Nullable UserSymbol function(String name) {
        return find(name, functions);
    }

    @Override
    public @Nullable UserSymbol functionAt(long address) {
        for (UserSymbol function : functions) {
            if (address >= function.address() && address < function.address() + function.size()) {
                return function;
            }
        }
        return null;
    }

    @Override
    public @Nullable UserSymbol symbol(String name) {
        UserSymbol variable = find(name, variables);
        return variable != null ? variable : function(name);
    }

    private static @Nullable UserSymbol find(String name, List<UserSymbol> symbols) {
        for (UserSymbol symbol : symbols) {
            if (symbol.name().equals(name)) {
                return symbol;
            }
        }
        return null;
    }

    @Override
    public long fileOffset(long address) {
        return functionAt(address) == null ? -1 : address;
    }

    @Override
    public long address(long fileOffset) {
        return fileOffset;
    }

    /** Recordings have no code. */
    @Override
    public byte[] bytes(long address, int length) {
        return new byte[0];
    }

    @Override
    public boolean isCode(long address) {
        return functionAt(address) != null;
    }
}
