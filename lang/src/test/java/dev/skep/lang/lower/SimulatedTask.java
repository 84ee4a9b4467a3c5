package dev.skep.lang.lower;

import dev.skep.lang.simulation.Memory;
import dev.skep.lang.target.Recording;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The {@code task_struct} of the traced thread, and of its group's leader, as the recorded kernel lays them out. */
final class SimulatedTask {
    private static final String TYPE = "task_struct";
    private static final int NAME = 16;

    private final Memory memory;
    private final long address;
    private final long leader;

    SimulatedTask(Memory memory) {
        this.memory = memory;
        int size = Recording.types().size(Recording.types().find("struct", TYPE).orElseThrow());
        address = memory.allocate("the current task", new byte[size]);
        leader = memory.allocate("its group's leader", new byte[size]);
        memory.store(address + offset("group_leader"), 8, leader);
        memory.store(leader + offset("group_leader"), 8, leader);
    }

    /** Its address. The task is what the world says now. */
    long at(ScriptWorld world) {
        memory.store(address + offset("tgid"), 4, world.pid);
        memory.store(address + offset("pid"), 4, world.tid);
        memory.store(leader + offset("tgid"), 4, world.pid);
        memory.store(leader + offset("pid"), 4, world.pid);
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
