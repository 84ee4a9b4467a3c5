package dev.skep.bench.codegen;

import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.link.Attacher;
import dev.skep.kernel.link.Link;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.ring.RingBuffer;
import dev.skep.kernel.tracefs.Tracefs;
import java.util.ArrayList;
import java.util.List;

/** Programs of this process, whoever compiled them. */
final class AttachedObject implements Attached {
    private final LoadedObject object;
    private final List<Link> links;
    private final List<RingBuffer> rings = new ArrayList<>();

    private AttachedObject(LoadedObject object, List<Link> links) {
        this.object = object;
        this.links = links;
        for (BpfMap map : object.maps().values()) {
            if (map.type() == MapType.RINGBUF) {
                rings.add(RingBuffer.open(map));
            }
        }
    }

    static AttachedObject of(ObjectSpec spec, Tracefs tracefs) {
        LoadedObject object = new ObjectLoader(new KernelBtf()).load(spec);
        try {
            List<Link> links =
                    new Attacher(() -> tracefs).attachAll(object.programs().values());
            return new AttachedObject(object, links);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    @Override
    public List<Integer> ids() {
        List<Integer> ids = new ArrayList<>();
        for (Program program : object.programs().values()) {
            ids.add(program.info().id());
        }
        return ids;
    }

    /** Between the bursts, not beside them: so how quick the reader is changes nothing. */
    @Override
    public void drain() {
        for (RingBuffer ring : rings) {
            ring.consume(Integer.MAX_VALUE, (memory, at, length) -> {});
        }
    }

    @Override
    public void close() {
        Link.closeAll(links);
        rings.forEach(RingBuffer::close);
        object.close();
    }
}
