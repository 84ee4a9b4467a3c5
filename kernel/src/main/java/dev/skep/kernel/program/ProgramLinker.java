package dev.skep.kernel.program;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadAcquire;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.Instruction.StoreRelease;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.Field;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes of a program's functions the one array of instructions that the kernel takes: the functions one after the other,
 * every {@link Relocation} resolved against the object's maps and the running kernel. The kernel's BTF is read only if a
 * relocation asks for it.
 *
 * <p>An instruction has 8 bytes: 0 opcode, 1 registers, 2 offset (16 bits), 4 immediate; the second half of a wide load has
 * its immediate at 12.
 */
final class ProgramLinker {
    private static final int SLOT = 8;
    private static final int OFFSET = 2;
    private static final int IMMEDIATE = 4;
    private static final int SECOND_IMMEDIATE = 12;

    private final ProgramSpec program;
    private final Map<String, BpfMap> maps;
    private final KernelBtf btf;
    private final Map<String, Integer> starts = new HashMap<>();

    private ProgramLinker(ProgramSpec program, Map<String, BpfMap> maps, KernelBtf btf) {
        this.program = program;
        this.maps = maps;
        this.btf = btf;
    }

    static ByteBuffer link(ProgramSpec program, Map<String, BpfMap> maps, KernelBtf btf) {
        return new ProgramLinker(program, maps, btf).link();
    }

    private ByteBuffer link() {
        int slots = 0;
        for (FunctionSpec function : program.functions()) {
            if (starts.put(function.name(), slots) != null) {
                throw new IllegalArgumentException(program.name() + ": two functions are called " + function.name());
            }
            slots += slots(function);
        }
        ByteBuffer code = Memory.allocate(slots * SLOT);
        int at = 0;
        for (FunctionSpec function : program.functions()) {
            at = emit(function, code, at);
        }
        return code;
    }

    private static int slots(FunctionSpec function) {
        int slots = 0;
        for (Instruction instruction : function.instructions()) {
            slots += instruction.slots();
        }
        return slots;
    }

    private int emit(FunctionSpec function, ByteBuffer code, int start) {
        int at = start;
        int index = 0;
        int relocation = 0;
        for (Instruction instruction : function.instructions()) {
            code.putLong(at, instruction.encoded());
            if (instruction instanceof LoadWide wide) {
                code.putLong(at + SLOT, wide.encodedSecond());
            }
            if (relocation < function.relocations().size()
                    && function.relocations().get(relocation).index() == index) {
                resolve(function.relocations().get(relocation++), instruction, code, at);
            }
            at += instruction.slots() * SLOT;
            index++;
        }
        return at;
    }

    private void resolve(Relocation relocation, Instruction instruction, ByteBuffer code, int at) {
        if (relocation instanceof Relocation.MapReference reference) {
            wide(relocation, instruction);
            code.putInt(at + IMMEDIATE, map(reference.map()));
        } else if (relocation instanceof Relocation.MapValueReference reference) {
            wide(relocation, instruction);
            code.putInt(at + IMMEDIATE, map(reference.map())).putInt(at + SECOND_IMMEDIATE, reference.offset());
        } else if (relocation instanceof Relocation.SubprogramReference reference) {
            // Counted from the next slot, for calls and for callbacks alike.
            code.putInt(at + IMMEDIATE, start(reference.function()) - (at / SLOT + 1));
        } else if (relocation instanceof Relocation.KfuncReference reference) {
            code.putInt(at + IMMEDIATE, kfunc(reference.function()));
        } else if (relocation instanceof Relocation.TypeReference reference) {
            code.putInt(at + IMMEDIATE, type(reference));
        } else if (relocation instanceof Relocation.FieldOffset reference) {
            fieldOffset(reference, instruction, code, at);
        }
    }

    private void wide(Relocation relocation, Instruction instruction) {
        if (!(instruction instanceof LoadWide)) {
            throw new IllegalArgumentException(program.name() + ": " + relocation + " is no wide load: " + instruction);
        }
    }

    private int map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException(program.name() + ": its object has no map " + name);
        }
        return map.fd();
    }

    private int start(String function) {
        Integer start = starts.get(function);
        if (start == null) {
            throw new IllegalArgumentException(program.name() + " has no function " + function);
        }
        return start;
    }

    private int kfunc(String name) {
        return found(types("kfunc " + name).find(BtfKind.FUNCTION, name), "kfunc " + name);
    }

    private int type(Relocation.TypeReference reference) {
        String what = reference.kind() + " " + reference.type();
        return found(types(what).find(reference.kind(), reference.type()), what);
    }

    private int found(OptionalInt id, String what) {
        if (id.isEmpty()) {
            throw missing(what);
        }
        return id.getAsInt();
    }

    private void fieldOffset(Relocation.FieldOffset reference, Instruction instruction, ByteBuffer code, int at) {
        String what = "field " + reference.type() + "." + reference.path();
        Optional<Field> field = types(what).field(reference.type(), reference.path());
        if (field.isEmpty()) {
            throw missing(what);
        }
        int offset = field.get().byteOffset();
        boolean memory = instruction instanceof Load
                || instruction instanceof Store
                || instruction instanceof Atomic
                || instruction instanceof LoadAcquire
                || instruction instanceof StoreRelease;
        if (!memory) {
            code.putInt(at + IMMEDIATE, offset);
        } else if (offset == (short) offset) {
            code.putShort(at + OFFSET, (short) offset);
        } else {
            throw new UnsupportedFeatureException(
                    "load program " + program.name(), what + " lies beyond the reach of one instruction", "");
        }
    }

    private Btf types(String what) {
        try {
            return btf.types();
        } catch (UnsupportedFeatureException e) {
            throw new UnsupportedFeatureException(
                    "load program " + program.name(), "it needs " + what + ": " + e.getMessage(), "");
        }
    }

    private UnsupportedFeatureException missing(String what) {
        return new UnsupportedFeatureException("load program " + program.name(), "this kernel has no " + what, "");
    }
}
