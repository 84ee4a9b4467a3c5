package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Finds the frames of stack traces in the script's stack maps, and their names. What was found is kept, up to a limit. */
final class StackSource implements ValueReader.Stacks {
    private static final int KEPT = 1 << 14;

    private final List<BpfMap> maps;
    private final LongFunction<Value.Frame> kernel;
    private final Map<Long, Value.Stack> known = new HashMap<>();

    /**
     * @param maps by the index that a stack's upper half holds
     * @param kernel finds the frame of an address of the kernel
     */
    StackSource(List<BpfMap> maps, LongFunction<Value.Frame> kernel) {
        this.maps = maps;
        this.kernel = kernel;
    }

    @Override
    public Value.Stack stack(Type.Stack type, long id) {
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
            frames.add(type.user() ? new Value.Frame(address, "", 0, "") : kernel.apply(address));
        }
        return new Value.Stack(frames);
    }
}
