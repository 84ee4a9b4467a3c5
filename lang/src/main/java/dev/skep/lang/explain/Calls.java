package dev.skep.lang.explain;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.explain.Explanation.Count;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands in the functions of a program: calls, and operations on maps. */
final class Calls {
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final Map<String, Integer> operations = new LinkedHashMap<>();
    private final Set<Helper> helpers = EnumSet.noneOf(Helper.class);
    private final Set<String> kernelFunctions = new TreeSet<>();
    private final Map<String, String> mapNames;

    /** @param mapNames what to call the object's maps */
    Calls(ProgramSpec program, Map<String, String> mapNames) {
        this.mapNames = mapNames;
        for (FunctionSpec function : program.functions()) {
            add(function);
        }
    }

    /** By function. */
    List<Count> calls() {
        return counts(calls);
    }

    /** By map and operation. */
    List<Count> mapOperations() {
        return counts(operations);
    }

    Set<Helper> helpers() {
        return helpers;
    }

    Set<String> kernelFunctions() {
        return kernelFunctions;
    }

    private static List<Count> counts(Map<String, Integer> map) {
        List<Count> counts = new ArrayList<>(map.size());
        map.forEach((what, times) -> counts.add(new Count(what, times)));
        return counts;
    }

    private void add(FunctionSpec function) {
        Map<Integer, Relocation> relocations = new HashMap<>();
        for (Relocation relocation : function.relocations()) {
            relocations.put(relocation.index(), relocation);
        }
        List<Instruction> instructions = function.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            Relocation relocation = relocations.get(i);
            if (instructions.get(i) instanceof Instruction.CallHelper call) {
                helper(Helper.ofId(call.id()), call, instructions, i, relocations);
            } else if (relocation instanceof Relocation.KfuncReference kernel) {
                kernelFunctions.add(kernel.function());
                calls.merge(kernel.function(), 1, Integer::sum);
            } else if (relocation instanceof Relocation.SubprogramReference own) {
                calls.merge(own.function() + "()", 1, Integer::sum);
            } else if (relocation instanceof Relocation.MapValueReference value) {
                operations.merge(name(value.map()) + " directly", 1, Integer::sum);
            }
        }
    }

    private void helper(
            @Nullable Helper helper,
            Instruction.CallHelper call,
            List<Instruction> instructions,
            int at,
            Map<Integer, Relocation> relocations) {
        if (helper == null) {
            calls.merge("helper " + call.id(), 1, Integer::sum);
            return;
        }
        helpers.add(helper);
        calls.merge(helper.kernelName(), 1, Integer::sum);
        String operation = operation(helper);
        if (operation != null) {
            String map = map(instructions, at, relocations);
            operations.merge((map == null ? "a map" : name(map)) + " " + operation, 1, Integer::sum);
        }
    }

    private String name(String map) {
        return mapNames.getOrDefault(map, map);
    }

    /** What a helper does to the map that is its first argument, or null. */
    private static @Nullable String operation(Helper helper) {
        return switch (helper) {
            case MAP_LOOKUP_ELEM, MAP_LOOKUP_PERCPU_ELEM -> "look-up";
            case MAP_UPDATE_ELEM -> "update";
            case MAP_DELETE_ELEM -> "delete";
            case FOR_EACH_MAP_ELEM -> "walk";
            case RINGBUF_OUTPUT, RINGBUF_RESERVE -> "send";
            default -> null;
        };
    }

    /** The map that {@code r1} holds at a call: it is loaded shortly before. */
    private static @Nullable String map(List<Instruction> code, int call, Map<Integer, Relocation> relocations) {
        Register wanted = Register.R1;
        for (int i = call - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction instanceof Instruction.LoadWide load && load.dst() == wanted) {
                return relocations.get(i) instanceof Relocation.MapReference reference ? reference.map() : null;
            }
            if (instruction instanceof Instruction.Alu alu && alu.dst() == wanted) {
                if (alu.op() != AluOp.MOV || !(alu.src() instanceof Register from)) {
                    return null;
                }
                wanted = from;
            } else if (instruction instanceof Instruction.Load load && load.dst() == wanted) {
                return null;
            }
        }
        return null;
    }
}
