package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Effects;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends events: takes room in the ring buffer, writes the values there and hands it over. A full buffer is counted. */
public final class EventLowering {
    private static final int NO_EXIT = -1;

    private final Lowering lowering;
    private final IrBuilder ir;

    EventLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /**
     * Sends an event.
     *
     * @param call what it comes from: all events of a call have one schema
     * @param arguments what user space gets; strings that stand in the script are not sent
     * @param action what it does with them
     * @return 0, for functions that have no value
     */
    public Operand emit(Typed.Call call, List<Typed.Expr> arguments, Action action) {
        return emit(call, arguments, action, NO_EXIT);
    }

    /**
     * Sends the event of an exit(): if there is no room for it, the session hears of it in another way.
     *
     * @param code the exit code that the session then ends with
     */
    public Operand emitExit(Typed.Call call, List<Typed.Expr> arguments, Action action, int code) {
        return emit(call, arguments, action, code);
    }

    /**
     * Sends strings that a list of addresses leads to; the event's first value is how many there are, {@code most + 1} if
     * there are more, and the others are the strings.
     *
     * @param list a pointer to pointers to strings of the capacity that they are to have
     */
    public Operand emitWords(Typed.Call call, Typed.Expr list, int most, Action action) {
        Type.Pointer pointer = (Type.Pointer) list.type();
        Type word = ((Type.Pointer) pointer.target()).target();
        List<Type> types = new ArrayList<>(most + 1);
        types.add(Type.Int.UINT64);
        for (int i = 0; i < most; i++) {
            types.add(word);
        }
        EventSchema schema = lowering.script().schema(call, types, action);
        Operand address = lowering.value(list);
        ir.at(call.span());
        return send(schema, record -> new WordList(lowering, pointer.space()).read(address, schema, record), NO_EXIT);
    }

    private Operand emit(Typed.Call call, List<Typed.Expr> arguments, Action action, int exitCode) {
        List<Typed.Expr> values = new ArrayList<>(arguments.size());
        List<Type> types = new ArrayList<>(arguments.size());
        for (Typed.Expr argument : arguments) {
            if (!(argument instanceof Typed.Text)) {
                values.add(argument);
                types.add(argument.type());
            }
        }
        EventSchema schema = lowering.script().schema(call, types, LiteralArguments.of(arguments, action));
        // What the values change is changed even if there is no room; else they are written straight into the record.
        List<Ready> ready = Effects.in(values) ? evaluate(values) : List.of();
        ir.at(call.span());
        return send(schema, record -> write(values, ready, schema, call.span(), record), exitCode);
    }

    /** Writes an event's values into its record. */
    public interface Writer {
        void write(Reg record);
    }

    private Operand send(EventSchema schema, Writer writer, int exitCode) {
        send(schema, writer, () -> {
            if (exitCode == NO_EXIT) {
                lowering.count(Loss.EVENT);
            } else {
                lowering.noteExit(exitCode);
            }
        });
        return Operand.of(0);
    }

    /** Sends an event, or does something else if there is no room for it. */
    void send(EventSchema schema, Writer writer, Runnable otherwise) {
        Reg record = ir.ringReserve(lowering.script().ring(), schema.size());
        Block room = ir.newBlock();
        Block done = ir.newBlock();
        Block full = ir.newBlock();
        ir.branch(Condition.NE, record, Operand.of(0), room, full);
        ir.seal(room);
        ir.seal(full);
        ir.position(room);
        ir.store(Width.DOUBLE, record, 0, Operand.of(schema.id()));
        writer.write(record);
        ir.ringSubmit(record);
        ir.jump(done);
        ir.position(full);
        otherwise.run();
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    private void write(List<Typed.Expr> values, List<Ready> ready, EventSchema schema, Span span, Reg record) {
        for (int i = 0; i < values.size(); i++) {
            Type type = schema.fields().get(i);
            Place place = new Place(record, schema.offsets().get(i), false);
            if (ready.isEmpty()) {
                lowering.write(values.get(i), type, place);
            } else {
                ready.get(i).write(type, place, ir);
            }
        }
        ir.at(span);
    }

    /** A value that was evaluated before its record was there: in a register or in memory. */
    private record Ready(Operand value, @Nullable Place memory) {
        void write(Type type, Place to, IrBuilder ir) {
            if (memory == null) {
                ir.store(Width.ofBytes(type.size()), to.base(), to.offset(), value);
            } else {
                ir.copyBytes(to.base(), to.offset(), memory.base(), memory.offset(), type.size());
            }
        }
    }

    private List<Ready> evaluate(List<Typed.Expr> values) {
        List<Ready> ready = new ArrayList<>(values.size());
        for (Typed.Expr value : values) {
            ready.add(
                    Lowering.isMemory(value.type())
                            ? new Ready(Operand.of(0), lowering.copy(value, value.type()))
                            : new Ready(lowering.value(value), null));
        }
        return ready;
    }
}
