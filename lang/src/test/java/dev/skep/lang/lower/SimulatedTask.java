package dev.skep.lang.lower;

import dev.skep.lang.simulation.Memory;
import dev.skep.lang.target.Recording;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The {@code task_struct} of the traced thread, as the recorded kernel lays it out. */
final class SimulatedTask {
    private static final String TYPE = "task_struct";
    private static final int NAME = 16;

    private final Memory memory;
    private final long address;

    SimulatedTask(Memory memory) {
        this.memory = memory;
        int size = Recording.types().size(Recording.types().find("struct", TYPE).orElseThrow());
        address = memory.allocate("the current task", new byte[size]);
    }

    /** Its address. The task is what the world says now. */
    long at(ScriptWorld world) {
        memory.store(address + offset("tgid"), 4, world.pid);
        memory.store(address + offset("pid"), 4, world.tid);
        // Behind the NUL stays what was there, as in kernels before 5.17.
        byte[] name = new byte[NAME];
        Arrays.fill(name, (byte) 'z');
        byte[] text = (world.comm + "\0").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, name, 0, text.length);
        name[NAME - 1] = 0;
        memory.write(address + offset("comm"), name);
        return address;
    }

    private static int offset(String path) {
        return Recording.types().field(TYPE, path).orElseThrow().byteOffset();
    }
}
