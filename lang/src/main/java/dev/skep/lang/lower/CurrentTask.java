package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.Field;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.target.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The task that runs. From 5.11 on the verifier knows the type of what {@code bpf_get_current_task_btf} returns and lets
 * programs load its fields; they are always there.
 */
public final class CurrentTask {
    static final String TYPE = "task_struct";

    private final Lowering lowering;
    private final IrBuilder ir;
    /** The types by which the task was looked into, or null if it was not. */
    private @Nullable Btf used;

    CurrentTask(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * Writes the task's name: two loads and what zeroes the bytes behind the NUL. Here that is 11 ns of a run, where {@code
     * bpf_get_current_comm} takes 42.
     *
     * @param length of the name, the NUL included, in bytes: two words
     * @return whether it was written; if not, the kernel does not know the type, or the helper
     */
    public boolean writeName(int length, Place place) {
        Target target = lowering.program().target();
        Btf types = target.types().btf();
        if (types == null || length != ShortText.SIZE) {
            return false;
        }
        Optional<Field> name = types.field(TYPE, "comm");
        if (name.isEmpty()
                || types.size(name.get().type()) != length
                || !target.hasHelper(Helper.GET_CURRENT_TASK_BTF)) {
            return false;
        }
        used = types;
        int offset = name.get().byteOffset();
        Reg task = ir.call(Helper.GET_CURRENT_TASK_BTF);
        Reg first = ir.fieldLoad(Width.DOUBLE, false, task, new BtfPath(TYPE, "comm", offset));
        Reg second = ir.fieldLoad(Width.DOUBLE, false, task, new BtfPath(TYPE, "comm[8]", offset + ShortText.WORD));
        // Kernels before 5.17 leave behind the NUL what was there, all of them while the task is being given a name.
        new ShortText(lowering, first, second).write(place);
        return true;
    }

    /** Lets a function that is written ask the task for more. */
    void finish(IrFunction function) {
        if (used != null) {
            TaskIds.load(function, used);
        }
    }
}
