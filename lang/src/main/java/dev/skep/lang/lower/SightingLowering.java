package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Sends what belongs to a process when it is first seen, so that user space looks it up while the process lives: once a process
 * has ended, nobody knows what its addresses were. Reading the event is all that is done with it.
 */
public final class SightingLowering {
    /** {@code BPF_NOEXIST}. */
    private static final long ONLY_NEW = 1;

    private final Lowering lowering;
    private final IrBuilder ir;
    private @Nullable Slot key;

    SightingLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * Notes a sighting, and sends it if it is the first. If there is no room for it in the buffer, the next one is the first; if
     * there is none among what was seen, it is not sent: then it is looked up when it is printed.
     *
     * @param mark tells one from another; two that share one are sent once
     * @param type of what is sent
     * @param writer writes it behind the event's header
     */
    public void note(Operand mark, Type type, Span span, EventLowering.Writer writer) {
        String map = lowering.script().sightings();
        EventSchema schema = lowering.script().sighting(type, span);
        Block unseen = ir.newBlock();
        Block first = ir.newBlock();
        Block done = ir.newBlock();
        if (key == null) {
            key = ir.newSlot(Long.BYTES, "what is seen");
        }
        Reg at = ir.slotAddress(key);
        ir.store(Width.DOUBLE, at, 0, mark);
        ir.branch(Condition.EQ, ir.mapLookup(map, at), Operand.of(0), unseen, done);
        ir.seal(unseen);
        ir.position(unseen);
        ir.branch(Condition.EQ, ir.mapUpdate(map, at, at, ONLY_NEW), Operand.of(0), first, done);
        ir.seal(first);
        ir.position(first);
        lowering.events().send(schema, writer, () -> ir.mapDelete(map, at));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }
}
