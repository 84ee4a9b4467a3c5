package dev.skep.lang.lower;

import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.VerifierException;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.lang.emit.Emission;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.emit.MissingInstructionException;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Limits;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapReader;
import dev.skep.lang.value.MapText;
import dev.skep.lang.value.NoNames;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Begin probes of a lowered script, run in the kernel on demand: what is in their maps then. */
final class KernelRun {
    private KernelRun() {}

    /** What the maps print, and what was lost. */
    static String output(Lowered lowered, KernelTarget target) {
        ObjectSpec object = emit(lowered, target.isa, target.optimise);
        try (LoadedObject loaded = new ObjectLoader(new KernelBtf()).load(object)) {
            for (ProgramSpec program : object.programs()) {
                loaded.program(program.name()).run(ByteBuffer.allocateDirect(96), -1);
            }
            TextBuffer out = new TextBuffer();
            ValueReader reader = new ValueReader(new NoNames(), Limits.DEFAULT.stringCapacity());
            for (MapInfo map : lowered.infos()) {
                MapReader result = new MapReader(
                        map.name(), map.keys(), map.value(), map.perCpu() ? KernelTarget.cpus() : 1, reader);
                try (MapCursor cursor = loaded.map(map.spec()).entries()) {
                    while (cursor.next()) {
                        result.add(cursor.key(), 0, cursor.value(), 0);
                    }
                }
                MapText.append(out, result.result(), 0, 1, Escaping.NONE);
            }
            losses(lowered, loaded, out);
            return out.toString();
        } catch (VerifierException e) {
            StringBuilder text = new StringBuilder();
            for (ProgramSpec program : object.programs()) {
                for (FunctionSpec function : program.functions()) {
                    text.append(function.name()).append(":\n").append(Disassembler.print(function));
                }
            }
            throw new AssertionError(
                    target + ": " + e.getMessage() + "\n" + last(e.log().lines().toList()) + "\n" + text, e);
        }
    }

    private static String last(List<String> log) {
        return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
    }

    private static void losses(Lowered lowered, LoadedObject loaded, TextBuffer out) {
        String name = lowered.system().losses();
        if (name == null) {
            return;
        }
        try (MapCursor cursor = loaded.map(name).entries()) {
            while (cursor.next()) {
                long lost = 0;
                for (int at = 0; at < cursor.value().limit(); at += Long.BYTES) {
                    lost += cursor.value().getLong(at);
                }
                if (lost > 0) {
                    out.append("lost ").append(Loss.values()[cursor.key().getInt(0)].name());
                    out.append(": ").decimal(lost);
                    out.append('\n');
                }
            }
        }
    }

    private static ObjectSpec emit(Lowered lowered, IsaLevel isa, boolean optimise) {
        List<MapSpec> maps = new ArrayList<>(lowered.maps());
        List<ProgramSpec> programs = new ArrayList<>();
        Emitter emitter = new Emitter(new Emitter.Options(isa, 64, optimise));
        for (IrProgram program : lowered.programs()) {
            if (optimise) {
                new Optimiser().run(program);
            }
            try {
                Emission emission = emitter.emit(program);
                programs.add(emission.program());
                maps.addAll(emission.maps());
            } catch (TooBigException | MissingInstructionException e) {
                throw new AssertionError(program.probe(), e);
            }
        }
        return new ObjectSpec("GPL", maps, programs);
    }
}
