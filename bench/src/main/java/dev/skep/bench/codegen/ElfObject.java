package dev.skep.bench.codegen;

import dev.skep.bpf.asm.Decoder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.WideKind;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.Relocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What clang makes of the programs beside: tracepoint programs of one function, maps as BTF describes them, and global
 * variables that start at zero. Anything else is refused.
 */
final class ElfObject {
    private static final int SYMBOLS = 2;
    private static final int ZEROS = 8;
    private static final int RELOCATIONS = 9;
    private static final int MAP_ADDRESS = 1;
    private static final int SYMBOL_SIZE = 24;
    private static final int RELOCATION_SIZE = 16;
    private static final String PROGRAM = "tracepoint/";
    private static final String GLOBALS = "bss";

    /** @param link of a relocation section what it belongs to, of a symbol table its strings */
    private record Section(String name, int type, int offset, int size, int link, int info) {}

    private record Symbol(String name, int section, int value) {}

    private final ByteBuffer file;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    ElfObject(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) file.getLong(40);
        int entry = file.getShort(58);
        int count = file.getShort(60);
        int names = (int) file.getLong(table + file.getShort(62) * entry + 24);
        for (int i = 0; i < count; i++) {
            int at = table + i * entry;
            sections.add(new Section(
                    text(names + file.getInt(at)),
                    file.getInt(at + 4),
                    (int) file.getLong(at + 24),
                    (int) file.getLong(at + 32),
                    file.getInt(at + 40),
                    file.getInt(at + 44)));
        }
        for (Section section : sections) {
            if (section.type == SYMBOLS) {
                int strings = sections.get(section.link).offset;
                for (int at = section.offset; at < section.offset + section.size; at += SYMBOL_SIZE) {
                    symbols.add(new Symbol(
                            text(strings + file.getInt(at)), file.getShort(at + 6), (int) file.getLong(at + 8)));
                }
            }
        }
    }

    ObjectSpec spec() throws IOException {
        List<MapSpec> maps = new ArrayList<>();
        List<ProgramSpec> programs = new ArrayList<>();
        for (Section section : sections) {
            if (section.name.startsWith(PROGRAM)) {
                programs.add(program(section));
            } else if (section.name.equals(".BTF")) {
                maps.addAll(maps(Btf.read(bytes(section))));
            } else if (section.type == ZEROS && section.size > 0) {
                maps.add(new MapSpec(GLOBALS, MapType.ARRAY, Integer.BYTES, section.size, 1, 0));
            }
        }
        return new ObjectSpec("GPL", maps, programs);
    }

    private ProgramSpec program(Section section) throws IOException {
        String[] words = section.name.substring(PROGRAM.length()).split("/");
        List<Instruction> code = new ArrayList<>(Decoder.decode(bytes(section)));
        List<Relocation> relocations = new ArrayList<>();
        for (Section other : sections) {
            if (other.type == RELOCATIONS && sections.get(other.info) == section) {
                for (int at = other.offset; at < other.offset + other.size; at += RELOCATION_SIZE) {
                    relocations.add(relocation(at, code));
                }
            }
        }
        relocations.sort(Comparator.comparingInt(Relocation::index));
        FunctionSpec main = new FunctionSpec("main", 1, code, relocations, List.of());
        return new ProgramSpec(
                symbol(section),
                ProgramType.TRACEPOINT,
                new AttachSpec.Tracepoint(words[0], words[1]),
                List.of(main),
                0);
    }

    private String symbol(Section section) throws IOException {
        for (Symbol symbol : symbols) {
            if (symbol.section == sections.indexOf(section) && !symbol.name.isEmpty()) {
                return symbol.name;
            }
        }
        throw new IOException("no function in " + section.name);
    }

    private Relocation relocation(int at, List<Instruction> code) throws IOException {
        int index = indexOfSlot(code, (int) file.getLong(at) / Long.BYTES);
        Symbol symbol = symbols.get(file.getInt(at + 12));
        Section target = sections.get(symbol.section);
        boolean address = file.getInt(at + 8) == MAP_ADDRESS && code.get(index) instanceof Instruction.LoadWide;
        if (address && target.name.equals(".maps")) {
            code.set(index, load(code.get(index), WideKind.MAP_FD));
            return new Relocation.MapReference(index, symbol.name);
        }
        if (address && target.type == ZEROS) {
            int offset = symbol.value + ((Instruction.LoadWide) code.get(index)).low();
            code.set(index, load(code.get(index), WideKind.MAP_VALUE));
            return new Relocation.MapValueReference(index, GLOBALS, offset);
        }
        throw new IOException("a relocation to " + symbol.name + " in " + target.name);
    }

    private static Instruction load(Instruction instruction, WideKind kind) {
        return new Instruction.LoadWide(((Instruction.LoadWide) instruction).dst(), kind, 0, 0);
    }

    private static int indexOfSlot(List<Instruction> code, int slot) {
        int at = 0;
        int index = 0;
        while (at < slot) {
            at += code.get(index++).slots();
        }
        return index;
    }

    /** Members are pointers: to arrays as long as a number is big, or to the type of a key or value. */
    private static List<MapSpec> maps(Btf btf) {
        List<MapSpec> maps = new ArrayList<>();
        for (int id : btf.ids(BtfKind.DATA_SECTION)) {
            if (btf.type(id) instanceof BtfType.DataSection section
                    && section.name().equals(".maps")) {
                for (BtfType.SectionVariable place : section.variables()) {
                    BtfType.Variable variable = (BtfType.Variable) btf.type(place.type());
                    maps.add(map(variable.name(), btf, (BtfType.Struct) btf.type(btf.resolve(variable.type()))));
                }
            }
        }
        return maps;
    }

    private static MapSpec map(String name, Btf btf, BtfType.Struct definition) {
        int type = 0;
        int key = 0;
        int value = 0;
        int entries = 0;
        for (BtfType.Member member : definition.members()) {
            int target = ((BtfType.Pointer) btf.type(member.type())).type();
            int number = btf.type(target) instanceof BtfType.Array array ? array.length() : 0;
            switch (member.name()) {
                case "type" -> type = number;
                case "max_entries" -> entries = number;
                case "key_size" -> key = number;
                case "value_size" -> value = number;
                case "key" -> key = btf.size(target);
                case "value" -> value = btf.size(target);
                default -> throw new IllegalStateException("map " + name + " has a " + member.name());
            }
        }
        return new MapSpec(name, MapType.values()[type], key, value, entries, 0);
    }

    private byte[] bytes(Section section) {
        byte[] bytes = new byte[section.size];
        file.get(section.offset, bytes);
        return bytes;
    }

    private String text(int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), at, end - at, StandardCharsets.UTF_8);
    }
}
