package dev.skep.lang.simulation;

import dev.skep.bpf.asm.Helper;
import java.util.List;

/** What a program acts on. */
public interface Environment {
    Memory memory();

    /** The address of the event. */
    long context();

    /** What stands for a map in a register. */
    long reference(String map);

    /** The address of the first value of an array map. */
    long arrayValue(String map);

    /** Calls a helper; the ring buffer's operations are helpers too. */
    long call(Helper helper, long... arguments);

    /**
     * Where a field of a kernel struct lies in the kernel that is simulated.
     *
     * @param compiled where it lay when the program was compiled
     */
    default int fieldOffset(String type, String path, int compiled) {
        return compiled;
    }

    /** The id of a kernel type. */
    default int typeId(String kind, String type) {
        return (kind + " " + type).hashCode() >>> 1;
    }

    /** Calls a function of the kernel. */
    default long kernelCall(String function, long... arguments) {
        if (function.equals("bpf_rdonly_cast") && arguments.length == 2) {
            // Loads from where nothing is give 0; here also from where not all is.
            boolean there = memory().contains(arguments[0], 2 * Long.BYTES);
            return there ? arguments[0] : memory().allocate("nothing", new byte[2 * Long.BYTES]);
        }
        throw new IllegalStateException("no kernel function " + function);
    }

    /**
     * What a map holds, in the order in which it is gone through.
     *
     * @param map as {@link #reference} gives it
     */
    default List<Element> elements(long map) {
        throw new IllegalStateException("maps are not gone through here");
    }

    /** The addresses of an element's key and value. */
    record Element(long key, long value) {}

    /** Comes before each compare-and-exchange: what another program does in between. */
    default void interrupt() {}
}
