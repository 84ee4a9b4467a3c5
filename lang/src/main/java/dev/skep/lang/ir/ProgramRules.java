package dev.skep.lang.ir;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Operand.Const;
import java.util.List;
import java.util.Map;

/** Checks what {@link IrVerifier} says of a function as one of a program's; the function itself is right. */
final class ProgramRules {
    private final IrProgram program;
    private final Map<String, IrFunction> functions;
    private final IrFunction function;
    private final SlotPointers pointers;

    ProgramRules(IrProgram program, Map<String, IrFunction> functions, IrFunction function) {
        this.program = program;
        this.functions = functions;
        this.function = function;
        pointers = new SlotPointers(function, Cfg.of(function));
    }

    /** @throws IllegalStateException that names the function, the instruction and the rule, if there is anything wrong */
    void check() {
        for (Block block : Cfg.of(function).reversePostorder()) {
            for (Inst inst : block.instructions()) {
                check(inst);
            }
        }
    }

    private void check(Inst inst) {
        if (inst instanceof Inst.EventField || inst instanceof Inst.EventFieldAddress) {
            check(function == program.main(), inst, "only the main function is given the event");
        } else if (inst instanceof Inst.FunctionCall call) {
            checkCall(call);
        } else if (inst instanceof Inst.FunctionReference reference) {
            check(functions.containsKey(reference.function()), inst, "there is no such function");
            check(
                    !reference.function().equals(program.main().name()),
                    inst,
                    "the main function is the kernel's to call");
        } else if (inst instanceof Inst.Store store) {
            Slot stored = pointers.slot(store.value());
            Slot to = pointers.slot(store.base());
            if (stored != null) {
                check(to == null || to.isOnStack(), inst, "an address is stored in " + to + ", which may lie anywhere");
                checkAligned(store.value(), inst);
            }
        } else if (inst instanceof Inst.Call call
                && (call.helper() == Helper.LOOP || call.helper() == Helper.FOR_EACH_MAP_ELEM)) {
            Operand passed = call.arguments().size() > 2 ? call.arguments().get(2) : Operand.of(0);
            Slot slot = pointers.slot(passed);
            check(slot == null || slot.isOnStack(), inst, slot + " is passed on, and may lie anywhere");
            check(
                    slot != null || !(passed instanceof Const number) || number.value() == 0,
                    inst,
                    "a number is passed on");
        }
    }

    private void checkCall(Inst.FunctionCall call) {
        IrFunction callee = functions.get(call.function());
        if (callee == null) {
            throw wrong(call, "there is no such function");
        }
        check(callee != program.main(), call, "the main function is the kernel's to call");
        List<Operand> arguments = call.arguments();
        check(arguments.size() == callee.parameters().size(), call, "wrong number of arguments");
        for (Operand argument : arguments) {
            checkAligned(argument, call);
        }
    }

    /** Who gets the address takes it for a multiple of 8. */
    private void checkAligned(Operand address, Inst inst) {
        if (address instanceof Reg register && pointers.slot(register) != null) {
            int offset = pointers.offset(register);
            check(offset != SlotPointers.UNKNOWN && offset % 8 == 0, inst, register + " is no multiple of 8");
        }
    }

    private void check(boolean right, Inst inst, String rule) {
        if (!right) {
            throw wrong(inst, rule);
        }
    }

    private IllegalStateException wrong(Inst inst, String rule) {
        return new IllegalStateException(function.name() + ", at \"" + IrPrinter.print(inst) + "\": " + rule);
    }
}
