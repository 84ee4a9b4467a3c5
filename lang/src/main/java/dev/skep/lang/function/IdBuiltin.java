package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.target.PidNamespace;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code pid}, {@code tid}: the ids of the current process (the kernel's tgid) and thread, as the tracer's own PID namespace
 * has them ({@code pid(curr_ns)}), 0 of what is not in it; {@code pid(init)} as the initial one has them. The namespace's
 * ids take {@code bpf_get_ns_current_pid_tgid} (kernel 5.7).
 */
final class IdBuiltin extends Function {
    private static final List<String> NAMESPACES = List.of("curr_ns", "init");

    /** {@code struct bpf_pidns_info}: two 32-bit numbers, of the thread and of the process. */
    private static final int INFO = 8;

    private final boolean process;

    IdBuiltin(String name, boolean process) {
        super(name);
        this.process = process;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 1)) {
            return new Typed.Invalid(call.span());
        }
        boolean initial = false;
        if (!call.arguments().isEmpty()) {
            Ast.Expr argument = call.arguments().getFirst();
            String name = argument instanceof Ast.Name given ? given.name() : "";
            if (!NAMESPACES.contains(name)) {
                return context.error(
                        Code.WRONG_ARGUMENT,
                        argument.span(),
                        name() + "() expects a PID namespace: curr_ns or init",
                        Suggestions.hints(name, NAMESPACES));
            }
            initial = name.equals("init");
        }
        PidNamespace own = initial ? null : context.target().pidNamespace();
        List<Typed.Expr> arguments = new ArrayList<>(2);
        if (own != null) {
            arguments.add(new Typed.Constant(own.device(), Type.Int.UINT64, call.span()));
            arguments.add(new Typed.Constant(own.inode(), Type.Int.UINT64, call.span()));
        }
        return new Typed.Call(this, arguments, Type.Int.UINT32, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        if (call.arguments().isEmpty()) {
            Reg both = ir.call(Helper.GET_CURRENT_PID_TGID);
            return process ? ir.binary(BinaryOp.LSHR, both, Operand.of(32)) : ir.extend(both, 32, false);
        }
        Reg info = ir.slotAddress(ir.newSlot(INFO, "ids in a namespace"));
        // Kernels write zeros where a task is not in the namespace; the verifier wants to see it.
        ir.zero(info, 0, INFO);
        Operand device = lowering.value(call.arguments().get(0));
        Operand inode = lowering.value(call.arguments().get(1));
        ir.call(Helper.GET_NS_CURRENT_PID_TGID, device, inode, info, Operand.of(INFO));
        return ir.load(Width.WORD, false, info, process ? 4 : 0);
    }
}
