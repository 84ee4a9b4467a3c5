package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import dev.skep.symbols.kernel.KernelSymbol;
import dev.skep.symbols.kernel.KernelSymbols;
import dev.skep.symbols.process.ProcessSymbols;
import dev.skep.symbols.process.UserSymbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of stack traces in the script's stack maps, and their names. What was found is kept,
 * up to a limit: names of a process that has ended since are found no more.
 */
final class StackSource {
    private static final int KEPT = 1 << 15;

    private final List<BpfMap> maps;
    private final KernelSymbols symbols;
    private final ProcessSymbols processes;
    private boolean asked;
    private final Map<Long, Value.Stack> known = new LinkedHashMap<>(16, 0.75f, true);

    /** @param maps by the index that {@link Type.Stack} holds */
    StackSource(List<BpfMap> maps, KernelSymbols symbols, ProcessSymbols processes) {
        this.maps = maps;
        this.symbols = symbols;
        this.processes = processes;
    }

    /** The stack that a program stored, as its type says. */
    Value.Stack stack(Type.Stack type, long stored) {
        int index = Type.Stack.map(stored);
        if (index < 0 || index >= maps.size()) {
            return new Value.Stack(type, 0, List.of());
        }
        Value.Stack stack = known.get(stored);
        if (stack == null || !stack.type().is(type)) {
            stack = read(type, maps.get(index), stored);
            if (known.size() >= KEPT) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(stored, stack);
        }
        return stack;
    }

    private Value.Stack read(Type.Stack type, BpfMap map, long stored) {
        int process = type.user() ? Type.Stack.process(stored) : 0;
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.ceilDiv(map.keySize(), 8) * 8 + map.valueBytes())
                .order(ByteOrder.nativeOrder());
        bytes.putInt(0, (int) stored);
        ByteBuffer value = bytes.slice(bytes.capacity() - map.valueBytes(), map.valueBytes())
                .order(ByteOrder.nativeOrder());
        if (!map.lookup(bytes, value)) {
            return new Value.Stack(type, process, List.of());
        }
        return new Value.Stack(
                type,
                process,
                type.mode() == StackMode.BUILD_ID ? BuildIdFrames.read(value) : frames(type, process, value));
    }

    private List<Value.Frame> frames(Type.Stack type, int process, ByteBuffer addresses) {
        List<Value.Frame> frames = new ArrayList<>();
        for (int at = 0; at < addresses.limit() && addresses.getLong(at) != 0; at += Long.BYTES) {
            long address = addresses.getLong(at);
            if (!type.mode().isNamed()) {
                frames.add(unnamed(address));
            } else {
                frames.add(type.user() ? frame(process, address, at == 0) : frame(address));
            }
        }
        return frames;
    }

    private Value.Frame frame(long address) {
        asked = true;
        KernelSymbol symbol = symbols.resolve(address);
        return symbol == null
                ? unnamed(address)
                : new Value.Frame(
                        address, symbol.name(), symbol.offset(), symbol.module() == null ? "" : symbol.module());
    }

    /** @param innermost whether the address is that of an instruction, and not one that is returned to */
    private Value.Frame frame(int process, long address, boolean innermost) {
        UserSymbol symbol = innermost ? processes.resolve(process, address) : processes.resolveCaller(process, address);
        return new Value.Frame(address, symbol.name(), symbol.offset(), symbol.file());
    }

    private static Value.Frame unnamed(long address) {
        return new Value.Frame(address, "", 0, "");
    }

    /** Tells the sink if names were asked for and could not be had. */
    void tell(Sink sink) {
        tell(sink, asked ? symbols.unavailable() : null);
        tell(sink, processes.unavailable());
        if (processes.missed() > 0) {
            sink.notice(new Notice(
                    Notice.Kind.SYMBOLS,
                    processes.missed(),
                    "user symbols: " + processes.missed()
                            + (processes.missed() == 1 ? " process" : " processes")
                            + " had ended before Skep could look: addresses there have no names"));
        }
    }

    private static void tell(Sink sink, @Nullable String unavailable) {
        if (unavailable != null) {
            sink.notice(new Notice(Notice.Kind.SYMBOLS, 1, unavailable));
        }
    }
}
