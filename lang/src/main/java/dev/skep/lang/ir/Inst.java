package dev.skep.lang.ir;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instruction of the IR. {@code dst} is the register that it assigns; an address is a register and a constant byte
 * offset. {@code span} is the user's text that it comes from.
 */
public sealed interface Inst {
    Span span();

    /** The register that it assigns, or null. */
    @Nullable
    Reg result();

    <R> R accept(InstVisitor<R> visitor);

    /** An instruction that assigns a register. */
    sealed interface Value extends Inst {
        Reg dst();

        @Override
        default Reg result() {
            return dst();
        }
    }

    /** An instruction that has only effects. */
    sealed interface Effect extends Inst {
        @Override
        default @Nullable Reg result() {
            return null;
        }
    }

    // ---------------------------------------------------------------------------------------------------- numbers

    /** {@code dst = source}. */
    record Copy(Reg dst, Operand source, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.copy(this);
        }
    }

    /** {@code dst = left op right}. */
    record Binary(Reg dst, BinaryOp op, Operand left, Operand right, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /** {@code dst = -source}. */
    record Negate(Reg dst, Operand source, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.negate(this);
        }
    }

    /** {@code dst} = the lower {@code bits} (8, 16 or 32) of the source, sign- or zero-extended to 64. */
    record Extend(Reg dst, Operand source, int bits, boolean signed, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.extend(this);
        }
    }

    /** {@code dst = left condition right}: 1 or 0. */
    record Compare(Reg dst, Condition condition, Operand left, Operand right, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.compare(this);
        }
    }

    // ----------------------------------------------------------------------------------------------------- memory

    /** {@code dst} = the address of a slot. */
    record SlotAddress(Reg dst, Slot slot, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.slotAddress(this);
        }
    }

    /** {@code dst = *(width *)(base + offset)}: from a slot, a map value, a ring record, the context. */
    record Load(Reg dst, Width width, boolean signed, Reg base, int offset, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.load(this);
        }
    }

    /** {@code *(width *)(base + offset) = value}. */
    record Store(Width width, Reg base, int offset, Operand value, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.store(this);
        }
    }

    /** Atomic {@code *(width *)(base + offset) op= value}, without a result. */
    record AtomicUpdate(Width width, AtomicOp op, Reg base, int offset, Operand value, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.atomicUpdate(this);
        }
    }

    /** As {@link AtomicUpdate}, {@code dst} being the value before; for ADD, AND, OR, XOR, XCHG (kernel 5.12). */
    record AtomicFetch(Reg dst, Width width, AtomicOp op, Reg base, int offset, Operand value, Span span)
            implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.atomicFetch(this);
        }
    }

    /** If memory holds {@code expected}, stores {@code value}; {@code dst} = what memory held before (kernel 5.12). */
    record CompareExchange(Reg dst, Width width, Reg base, int offset, Operand expected, Operand value, Span span)
            implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.compareExchange(this);
        }
    }

    /** Zeroes {@code size} bytes at an address in a slot or ring record. */
    record Zero(Reg base, int offset, int size, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.zero(this);
        }
    }

    /**
     * Copies {@code size} bytes between slots, map values and ring records; the two areas do not overlap. The areas'
     * alignment is that of the offsets when the bases are addresses of slots, values or records themselves.
     */
    record CopyBytes(Reg to, int toOffset, Reg from, int fromOffset, int size, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.copyBytes(this);
        }
    }

    // ----------------------------------------------------------------------------------------------- event fields

    /** {@code dst} = the value of an event's integer or pointer field, extended to 64 bits. Symbolic until emission. */
    record EventField(Reg dst, String field, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.eventField(this);
        }
    }

    /**
     * {@code dst} = the address of an event's array or dynamic field ({@code __data_loc}), for helpers that read memory
     * (probe_read_kernel, probe_read_kernel_str). Not to be loaded from.
     */
    record EventFieldAddress(Reg dst, String field, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.eventFieldAddress(this);
        }
    }

    // ------------------------------------------------------------------------------------------- kernel structures

    /** {@code dst = base} plus the offset of a field of a kernel struct: the field's address. Reads nothing. */
    record FieldAddress(Reg dst, Reg base, BtfPath path, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.fieldAddress(this);
        }
    }

    /**
     * {@code dst = *(width *)(base + offset of a field)}, by a direct load: the base is an address that the verifier knows
     * the type of (an argument of a BTF raw tracepoint, an iterator's context, the result of {@code bpf_rdonly_cast}).
     * A load that faults gives 0.
     */
    record FieldLoad(Reg dst, Width width, boolean signed, Reg base, BtfPath path, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.fieldLoad(this);
        }
    }

    /**
     * {@code dst} = the id of a kernel type in the running kernel's BTF, as {@code bpf_rdonly_cast} takes it.
     *
     * @param kind {@code "struct"} or {@code "union"}
     */
    record TypeId(Reg dst, String kind, String type, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.typeId(this);
        }
    }

    // ------------------------------------------------------------------------------------------------ calls, maps

    /** {@code dst} = a reference to a map, only to be passed to a helper. */
    record MapReference(Reg dst, String map, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.mapReference(this);
        }
    }

    /** {@code dst} = an address in the only value of an array map (kernel 5.2): no key, and never 0. */
    record MapValueAddress(Reg dst, String map, int offset, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.mapValueAddress(this);
        }
    }

    /** {@code dst} = the address of the value at a key, or 0: {@code bpf_map_lookup_elem}. */
    record MapLookup(Reg dst, String map, Reg key, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.mapLookup(this);
        }
    }

    /** {@code dst} = 0, or a negated errno: {@code bpf_map_update_elem}. Flags: 0 any, 1 NOEXIST, 2 EXIST. */
    record MapUpdate(Reg dst, String map, Reg key, Reg value, long flags, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.mapUpdate(this);
        }
    }

    /** {@code dst} = 0, or a negated errno: {@code bpf_map_delete_elem}. */
    record MapDelete(Reg dst, String map, Reg key, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.mapDelete(this);
        }
    }

    /** {@code dst = helper(arguments)}. {@link Purity} knows what must not be left out, moved or repeated. */
    record Call(Reg dst, Helper helper, List<Operand> arguments, Span span) implements Value {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /** {@code dst = function(arguments)}: a function of the kernel, by its name in BTF (kernel 5.13, ISA level aside). */
    record KernelCall(Reg dst, String function, List<Operand> arguments, Span span) implements Value {
        public KernelCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.kernelCall(this);
        }
    }

    /**
     * {@code dst = function(arguments)}: another function of the same program. Addresses of slots may be passed; the
     * function reads and writes the caller's memory through them.
     */
    record FunctionCall(Reg dst, String function, List<Operand> arguments, Span span) implements Value {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.functionCall(this);
        }
    }

    /**
     * {@code dst} = a reference to another function of the same program, only to be passed to a helper that calls it
     * back ({@code bpf_loop}, {@code bpf_for_each_map_elem}). What the function may write through an address that the same
     * call passes on is known to nobody: a call that is given a reference reads and writes all slots whose addresses left
     * their instruction.
     */
    record FunctionReference(Reg dst, String function, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.functionReference(this);
        }
    }

    // ------------------------------------------------------------------------------------------------------ emits

    /** {@code dst} = room for an event of {@code size} bytes in the ring buffer, or 0 when it is full. */
    record RingReserve(Reg dst, String map, int size, Span span) implements Value {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.ringReserve(this);
        }
    }

    /** Hands a reserved event over. */
    record RingSubmit(Reg record, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.ringSubmit(this);
        }
    }

    /** Gives a reserved event back unsent. */
    record RingDiscard(Reg record, Span span) implements Effect {
        @Override
        public <R> R accept(InstVisitor<R> visitor) {
            return visitor.ringDiscard(this);
        }
    }
}
