package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import dev.skep.symbols.kernel.KernelSymbol;
import dev.skep.symbols.kernel.KernelSymbols;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the frames of stack traces in the script's stack maps, and their names. What was found is kept, up to a limit. */
final class StackSource {
    private static final int KEPT = 1 << 14;

    private final List<BpfMap> maps;
    private final KernelSymbols symbols;
    private boolean asked;
    private final Map<Long, Value.Stack> known = new HashMap<>();

    /** @param maps by the index that a stack's upper half holds */
    StackSource(List<BpfMap> maps, KernelSymbols symbols) {
        this.maps = maps;
        this.symbols = symbols;
    }

    Value.Stack stack(Type.Stack type, long id) {
        int index = (int) (id >> 32);
        if (id < 0 || index >= maps.size()) {
            return new Value.Stack(List.of());
        }
        Value.Stack stack = known.get(id);
        if (stack == null) {
            stack = read(type, maps.get(index), (int) id);
            if (known.size() >= KEPT) {
                known.clear();
            }
            known.put(id, stack);
        }
        return stack;
    }

    private Value.Stack read(Type.Stack type, BpfMap map, int key) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.ceilDiv(map.keySize(), 8) * 8 + map.valueBytes())
                .order(ByteOrder.nativeOrder());
        bytes.putInt(0, key);
        ByteBuffer addresses = bytes.slice(bytes.capacity() - map.valueBytes(), map.valueBytes())
                .order(ByteOrder.nativeOrder());
        if (!map.lookup(bytes, addresses)) {
            return new Value.Stack(List.of());
        }
        List<Value.Frame> frames = new ArrayList<>();
        int most = Math.min(type.limit(), addresses.limit() / Long.BYTES);
        for (int i = 0; i < most && addresses.getLong(i * Long.BYTES) != 0; i++) {
            long address = addresses.getLong(i * Long.BYTES);
            frames.add(type.user() ? unnamed(address) : frame(address));
        }
        return new Value.Stack(frames);
    }

    private Value.Frame frame(long address) {
        asked = true;
        KernelSymbol symbol = symbols.resolve(address);
        return symbol == null
                ? unnamed(address)
                : new Value.Frame(
                        address, symbol.name(), symbol.offset(), symbol.module() == null ? "" : symbol.module());
    }

    private static Value.Frame unnamed(long address) {
        return new Value.Frame(address, "", 0, "");
    }

    /** Tells the sink if names were asked for and could not be had. */
    void tell(Sink sink) {
        String unavailable = asked ? symbols.unavailable() : null;
        if (unavailable != null) {
            sink.notice(new Notice(Notice.Kind.SYMBOLS, 1, unavailable));
        }
    }
}
