package dev.skep.lang.lower;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.Scripts;
import dev.skep.lang.emit.Emission;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.emit.MissingInstructionException;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.Host;
import dev.skep.lang.script.Limits;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.simulation.BpfInterpreter;
import dev.skep.lang.simulation.IrInterpreter;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapReader;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.MapText;
import dev.skep.lang.value.NoNames;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import dev.skep.lang.value.ValueText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** A script that runs in a {@link ScriptWorld}: its programs one after the other, its events as soon as each has ended. */
public final class ScriptRun implements Host {
    /** What is run. */
    public enum Form {
        /** The IR as it was lowered. */
        IR,
        /** The IR, optimised. */
        OPTIMISED,
        /** Instructions of the newest set, optimised. */
        NEW_BPF,
        /** Instructions of the oldest set, not optimised. */
        OLD_BPF
    }

    public final ScriptWorld world;
    private final Lowered lowered;
    private final List<ProgramSpec> programs = new ArrayList<>();
    private final ValueReader reader;
    private final TextBuffer out = new TextBuffer();
    private Host host = this;
    private int handled;

    ScriptRun(String program, Form form) {
        this(Scripts.lower(program), form);
    }

    ScriptRun(Lowered lowered, Form form) {
        this(lowered, form, Limits.DEFAULT, new NoNames());
    }

    /** @param lowered is changed where the form is optimised */
    public ScriptRun(Lowered lowered, Form form, Limits limits, ValueReader.Names names) {
        this.lowered = lowered;
        List<MapSpec> maps = new ArrayList<>(lowered.maps());
        if (form == Form.OPTIMISED || form == Form.NEW_BPF) {
            lowered.programs().forEach(new Optimiser()::run);
        }
        if (form == Form.NEW_BPF || form == Form.OLD_BPF) {
            boolean tidy = form == Form.NEW_BPF;
            Emitter emitter = new Emitter(new Emitter.Options(tidy ? IsaLevel.V4 : IsaLevel.V3, 64, tidy));
            for (IrProgram program : lowered.programs()) {
                try {
                    Emission emission = emitter.emit(program);
                    emission.program().functions().forEach(Reachability::check);
                    programs.add(emission.program());
                    maps.addAll(emission.maps());
                } catch (TooBigException | MissingInstructionException e) {
                    throw new AssertionError(e);
                }
            }
        }
        world = new ScriptWorld(maps);
        reader = new ValueReader(names, limits.stringCapacity());
    }

    /** Lets another host do what events ask for. */
    public void handOver(Host other) {
        host = other;
    }

    /** Runs all programs, in order. */
    ScriptRun runAll() {
        for (int i = 0; i < lowered.programs().size(); i++) {
            run(i);
        }
        return this;
    }

    /** Runs one program. */
    void run(int index) {
        world.next(lowered.programs().get(index).fields().get());
        runHere(index);
    }

    /** Runs one program on an event. */
    public void run(int index, byte[] event) {
        world.next(event);
        runHere(index);
    }

    private void runHere(int index) {
        IrProgram program = lowered.programs().get(index);
        long result = programs.isEmpty()
                ? new IrInterpreter(program, world).run()
                : new BpfInterpreter(programs.get(index), world).run();
        if (result != 0) {
            throw new IllegalStateException("a program returned " + result);
        }
        world.checkAllSent();
        while (handled < world.events.size()) {
            handle(ByteBuffer.wrap(world.events.get(handled++)).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private void handle(ByteBuffer event) {
        EventSchema schema = lowered.events().get(Math.toIntExact(event.getLong(0)));
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < schema.fields().size(); i++) {
            values.add(
                    reader.read(schema.fields().get(i), event, schema.offsets().get(i)));
        }
        schema.action().run(values, host);
    }

    /** What was printed, and the maps, and what was lost. */
    String output() {
        for (MapInfo map : lowered.infos()) {
            MapText.append(out, read(map), 0, 1, Escaping.NONE);
        }
        for (Loss loss : Loss.values()) {
            if (lost(loss) > 0) {
                out.append("lost ").append(loss.name()).append(": ").decimal(lost(loss));
                out.append('\n');
            }
        }
        return out.toString();
    }

    /** How often something was lost. */
    public long lost(Loss loss) {
        String map = lowered.system().losses();
        return map == null
                ? 0
                : world.memory()
                        .load(Objects.requireNonNull(world.elements(map).get(ScriptWorld.index(loss.ordinal()))), 8);
    }

    public MapResult map(String name) {
        return read(info(name));
    }

    private MapInfo info(String name) {
        return lowered.infos().stream()
                .filter(map -> map.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private MapResult read(MapInfo map) {
        MapReader result = new MapReader(map.name(), map.keys(), map.value(), 1, reader);
        String spare = map.spare();
        if (spare != null) {
            forEach(spare, (key, value) -> result.add(key, 0, value, 0));
            forEach(map.spec(), (key, value) -> result.addKept(key, 0, value, 0));
        } else {
            forEach(map.spec(), (key, value) -> result.add(key, 0, value, 0));
        }
        return result.result();
    }

    private void forEach(String map, BiConsumer<ByteBuffer, ByteBuffer> action) {
        for (Map.Entry<ByteBuffer, Long> element : world.elements(map).entrySet()) {
            ByteBuffer key = ByteBuffer.wrap(element.getKey().array()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer value =
                    ByteBuffer.wrap(world.memory().content(element.getValue())).order(ByteOrder.LITTLE_ENDIAN);
            action.accept(key, value);
        }
    }

    // --------------------------------------------------------------------------------------------------------- host

    @Override
    public void printf(FormatString format, List<Value> values) {
        format.render(values, out, Escaping.NONE);
    }

    @Override
    public void print(Value value) {
        ValueText.append(out, value, Escaping.NONE);
        out.append('\n');
    }

    @Override
    public void printMap(String map, int top, long divisor) {
        MapText.append(out, read(info(map)), top, divisor, Escaping.NONE);
    }

    @Override
    public void clear(String map) {
        MapInfo info = info(map);
        Map<ByteBuffer, Long> elements = world.elements(info.spec());
        if (info.scalar()) {
            elements.values()
                    .forEach(value ->
                            world.memory().write(value, new byte[world.memory().content(value).length]));
        } else {
            elements.clear();
            String spare = info.spare();
            if (spare != null) {
                world.elements(spare).clear();
            }
        }
    }

    @Override
    public void zero(String map) {
        MapInfo info = info(map);
        for (long value : world.elements(info.spec()).values()) {
            int end = info.scalar() && !info.perCpu()
                    ? info.touchedOffset()
                    : world.memory().content(value).length;
            world.memory().write(value, new byte[end]);
        }
    }

    @Override
    public void time(String text) {
        out.append(text);
    }

    @Override
    public void join(List<Value> words, String separator) {
        for (int i = 0; i < words.size(); i++) {
            ValueText.append(i == 0 ? out : out.append(separator), words.get(i), Escaping.NONE);
        }
        out.append('\n');
    }

    @Override
    public void cat(FormatString path, List<Value> values) {
        out.append("cat ");
        path.render(values, out, Escaping.NONE);
        out.append('\n');
    }

    @Override
    public void system(FormatString command, List<Value> values) {
        out.append("system ");
        command.render(values, out, Escaping.NONE);
        out.append('\n');
    }

    @Override
    public void exit(int code) {
        out.append("exit ").decimal(code).append('\n');
    }
}
