package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.Btf;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a function asks for the current task anyway, it finds the ids of process and thread in there: a load each, where
 * {@code bpf_get_current_pid_tgid} takes 8 ns. Asked for its own sake the task takes as long. The fields are those that
 * the helper reads, so the ids are those of the initial namespace.
 *
 * <pre>
 * %1 = call get_current_pid_tgid()      →  %1 = call get_current_pid_tgid()
 * %2 = %1 >> 32                            %9 = call get_current_task_btf()
 *                                          %2 = load u32 task_struct.tgid [%9]
 * </pre>
 */
final class TaskIds {
    private final IrFunction function;
    private final BtfPath process;
    private final BtfPath thread;
    private final BitSet ids = new BitSet();

    private TaskIds(IrFunction function, Btf types) {
        this.function = function;
        process = path("tgid", types);
        thread = path("pid", types);
    }

    private static BtfPath path(String member, Btf types) {
        return new BtfPath(
                CurrentTask.TYPE,
                member,
                types.field(CurrentTask.TYPE, member).orElseThrow().byteOffset());
    }

    /**
     * Changes a function that asks for the current task.
     *
     * @param types a kernel's whose {@code task_struct} has the ids
     */
    static void load(IrFunction function, Btf types) {
        new TaskIds(function, types).run();
    }

    private void run() {
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                if (inst instanceof Inst.Call call && call.helper() == Helper.GET_CURRENT_PID_TGID) {
                    ids.set(call.dst().id());
                }
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        for (Block block : function.blocks()) {
            List<Inst> instructions = block.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                Inst inst = instructions.get(i);
                BtfPath path = id(inst);
                Reg id = inst.result();
                if (path != null && id != null) {
                    Reg task = function.newRegister();
                    instructions.set(i, new Inst.Call(task, Helper.GET_CURRENT_TASK_BTF, List.of(), inst.span()));
                    instructions.add(++i, new Inst.FieldLoad(id, Width.WORD, false, task, path, inst.span()));
                }
            }
        }
    }

    /** Which of the ids an instruction takes out of both, or null. */
    private @Nullable BtfPath id(Inst inst) {
        if (inst instanceof Inst.Binary binary
                && binary.op() == BinaryOp.LSHR
                && binary.left() instanceof Reg both
                && ids.get(both.id())
                && binary.right() instanceof Const shift
                && shift.value() == Integer.SIZE) {
            return process;
        }
        boolean low = inst instanceof Inst.Extend extend
                && extend.source() instanceof Reg both
                && ids.get(both.id())
                && extend.bits() == Integer.SIZE
                && !extend.signed();
        return low ? thread : null;
    }
}
