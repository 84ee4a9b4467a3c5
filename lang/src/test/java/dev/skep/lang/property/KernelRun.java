package dev.skep.lang.property;

import dev.skep.kernel.Cpus;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.ring.RingBuffer;
import dev.skep.lang.evaluate.Occasion;
import dev.skep.lang.evaluate.Outcome;
import dev.skep.lang.evaluate.Reporter;
import dev.skep.lang.generate.Event;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.value.MapReader;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled script that runs in the kernel when it is told to ({@code BPF_PROG_TEST_RUN}), attached to nothing. */
final class KernelRun implements Reporter.Maps, AutoCloseable {
    private final CompiledScript script;
    private final LoadedObject object;
    private final @Nullable RingBuffer ring;
    private final ValueReader reader;
    private final Reporter reporter = new Reporter(this);
    private final ByteBuffer context = ByteBuffer.allocateDirect(Event.SIZE).order(ByteOrder.nativeOrder());
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);

    /**
     * Loads the script.
     *
     * @throws dev.skep.kernel.VerifierException if the kernel refuses it
     */
    KernelRun(CompiledScript script, ObjectLoader loader) {
        this.script = script;
        reader = new ValueReader(new OneStack(), script.stringLimit());
        object = loader.load(script.object());
        String name = script.system().ring();
        ring = name == null ? null : RingBuffer.open(object.map(name));
    }

    /** Runs one probe, then handles the events that it sent. */
    void run(Occasion occasion) {
        CompiledScript.Probe probe = script.probes().get(occasion.probe());
        Program program = object.program(probe.program());
        context.clear();
        context.put(occasion.event()).flip();
        boolean event = probe.point().kind() == ProbePoint.Kind.EVENT;
        int result = program.run(event ? context : nothing, -1);
        if (result != 0) {
            throw new IllegalStateException(program.name() + " returned " + result);
        }
        if (ring != null) {
            ring.consume(Integer.MAX_VALUE, this::handle);
        }
    }

    private void handle(ByteBuffer memory, int at, int length) {
        EventSchema schema = script.events().get(Math.toIntExact(memory.getLong(at)));
        if (length != schema.size()) {
            throw new IllegalStateException("an event of " + length + " bytes where " + schema.size() + " are due");
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < schema.fields().size(); i++) {
            values.add(reader.read(
                    schema.fields().get(i), memory, at + schema.offsets().get(i)));
        }
        schema.action().run(values, reporter);
    }

    /** What came of all runs. */
    Outcome outcome() {
        List<MapResult> maps =
                script.maps().stream().map(map -> read(map.name())).toList();
        return new Outcome(reporter.reports(), maps, losses());
    }

    private Map<Loss, Long> losses() {
        Map<Loss, Long> losses = new EnumMap<>(Loss.class);
        String name = script.system().losses();
        if (name == null) {
            return losses;
        }
        try (MapCursor cursor = object.map(name).entries()) {
            while (cursor.next()) {
                Loss loss = Loss.values()[cursor.key().getInt(0)];
                for (int cpu = 0; cpu < Cpus.possible(); cpu++) {
                    long count = cursor.value().getLong(8 * cpu);
                    if (count > 0) {
                        losses.merge(loss, count, Long::sum);
                    }
                }
            }
        }
        return losses;
    }

    private MapInfo info(String map) {
        return script.maps().stream()
                .filter(info -> info.name().equals(map))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public MapResult read(String map) {
        MapInfo info = info(map);
        MapReader result = new MapReader(info.name(), info.keys(), info.value(), Cpus.possible(), reader);
        String spare = info.spare();
        if (spare != null) {
            try (MapCursor cursor = object.map(spare).entries()) {
                while (cursor.next()) {
                    result.add(cursor.key(), 0, cursor.value(), 0);
                }
            }
        }
        try (MapCursor cursor = object.map(info.spec()).entries()) {
            while (cursor.next()) {
                if (info.kept()) {
                    result.addKept(cursor.key(), 0, cursor.value(), 0);
                } else {
                    result.add(cursor.key(), 0, cursor.value(), 0);
                }
            }
        }
        return result.result();
    }

    @Override
    public void clear(String map) {
        BpfMap kernelMap = object.map(info(map).spec());
        kernelMap.clear();
        String spare = info(map).spare();
        if (spare != null) {
            object.map(spare).clear();
        }
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
        object.close();
    }
}
