package dev.skep.kernel.map;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;

/**
 * Waits until all BPF programs that run at this moment have ended: what user space wrote before, every program that is still
 * running afterwards has seen. An update of a map of maps from user space waits for that ({@code maybe_wait_bpf_programs} in
 * {@code kernel/bpf/syscall.c}, kernel 4.20; since 6.8 also for programs that may sleep). It takes as long as the kernel
 * takes to see every CPU switch tasks or idle: mostly some milliseconds, on a busy machine tens of them.
 */
public final class GracePeriod implements AutoCloseable {
    private final BpfMap inner;
    private final BpfMap outer;
    private final ByteBuffer key = Memory.allocate(Integer.BYTES);
    private final ByteBuffer value = Memory.allocate(Integer.BYTES);

    private GracePeriod(BpfMap inner, BpfMap outer) {
        this.inner = inner;
        this.outer = outer;
        value.putInt(0, inner.fd());
    }

    /**
     * Makes what is needed to wait: two maps of one element.
     *
     * @throws dev.skep.kernel.KernelException if the kernel refuses them
     */
    public static GracePeriod open() {
        BpfMap inner = BpfMap.create(new MapSpec("grace_inner", MapType.ARRAY, 4, 4, 1, 0));
        try {
            return new GracePeriod(
                    inner, BpfMap.create(new MapSpec("grace", MapType.ARRAY_OF_MAPS, 4, 4, 1, 0), inner));
        } catch (RuntimeException e) {
            inner.close();
            throw e;
        }
    }

    /** Returns when every program that was running has ended. */
    public void await() {
        outer.update(key, value, UpdateMode.ANY);
    }

    @Override
    public void close() {
        outer.close();
        inner.close();
    }
}
