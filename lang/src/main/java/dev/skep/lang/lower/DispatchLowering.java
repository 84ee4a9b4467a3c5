package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.plan.Plan;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What a program does that serves several system calls: it looks in a table whether the call is one of its probes', and, if
 * the script asks, in another for the probe's name. The tables are maps that programs only read, at fixed addresses.
 */
final class DispatchLowering {
    private final Lowering lowering;
    private final IrBuilder ir;
    private final Plan plan;
    private final Plan.Dispatch dispatch;

    DispatchLowering(Lowering lowering, Plan plan) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.plan = plan;
        this.dispatch = Objects.requireNonNull(plan.dispatch());
    }

    /** Goes on if the call is one of the probes'. */
    void enter(Block skipped) {
        List<Integer> probes = dispatch.probes();
        ByteBuffer members = ByteBuffer.allocate(probes.size());
        for (int i = 0; i < probes.size(); i++) {
            members.put(i, (byte) (probes.get(i) < 0 ? 0 : 1));
        }
        Reg member = at(members, 1, skipped);
        go(Condition.NE, ir.load(Width.BYTE, false, member, 0), Operand.of(0), skipped);
        lowering.foreign(() -> {
            Block native64 = ir.newBlock();
            lowering.conditions().branch(dispatch.compat(), skipped, native64);
            ir.seal(native64);
            ir.position(native64);
            return native64;
        });
    }

    /** Writes the name of the probe whose system call this is. */
    void probeName(int capacity, Place place) {
        List<Integer> probes = dispatch.probes();
        int stride = Type.align(capacity, Long.BYTES);
        ByteBuffer names = ByteBuffer.allocate(probes.size() * stride);
        for (int i = 0; i < probes.size(); i++) {
            if (probes.get(i) >= 0) {
                Typed.Probe probe = plan.probes().get(probes.get(i));
                names.put(i * stride, probe.point().name().getBytes(StandardCharsets.UTF_8));
            }
        }
        Join done = new Join(ir);
        // It was looked up before, but what the verifier knows of the number it knows of another register.
        Join unknown = new Join(ir);
        Reg name = at(names, stride, unknown.block());
        ir.copyBytes(place.base(), place.offset(), name, 0, capacity);
        done.jump();
        unknown.enter();
        ir.zero(place.base(), place.offset(), capacity);
        done.jump();
        done.enter();
    }

    /** The address of the call's element in a table; without one, control goes to {@code outside}. */
    private Reg at(ByteBuffer table, int elementSize, Block outside) {
        Operand number = lowering.eventField(Plan.NUMBER);
        go(Condition.ULT, number, Operand.of(dispatch.probes().size()), outside);
        Operand distance = elementSize == 1 ? number : ir.binary(BinaryOp.MUL, number, Operand.of(elementSize));
        Reg base = ir.mapValueAddress(lowering.script().constant(table), 0);
        return ir.binary(BinaryOp.ADD, base, distance);
    }

    private void go(Condition condition, Operand left, Operand right, Block otherwise) {
        Block next = ir.newBlock();
        ir.branch(condition, left, right, next, otherwise);
        ir.seal(next);
        ir.position(next);
    }
}
