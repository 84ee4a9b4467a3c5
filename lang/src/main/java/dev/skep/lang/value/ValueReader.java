package dev.skep.lang.value;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values as the programs lay them out: in events, in keys and values of maps. The buffers have the machine's byte
 * order; positions are absolute.
 */
public final class ValueReader {
    private final Names names;
    private final int stringLimit;
    /** What strings that were cut end in, or null for what values are printed with. */
    private final byte @Nullable [] trailer;

    /** Finds what user space renders values as. */
    public interface Names {
        /**
         * The frames of a stack trace.
         *
         * @param id what the program stored, as {@link Type.Stack} says
         */
        Value.Stack stack(Type.Stack type, long id);

        /**
         * The text of a value that user space renders.
         *
         * @param at where it lies, as {@link dev.skep.lang.type.Rendering} says
         */
        Value.Text text(Type.Rendered type, ByteBuffer in, int at);
    }

    /**
     * @param stringLimit the capacity in bytes that strings are cut to where the script asks for no other: one that fills
     *     it counts as cut
     */
    public ValueReader(Names names, int stringLimit) {
        this(names, stringLimit, ValueText.CUT);
    }

    /**
     * @param stringLimit as above
     * @param trailer what strings that were cut end in; empty for nothing
     */
    public ValueReader(Names names, int stringLimit, String trailer) {
        this.names = names;
        this.stringLimit = stringLimit;
        this.trailer = trailer.equals(ValueText.CUT) ? null : trailer.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value at {@code at}.
     *
     * @throws IllegalArgumentException if values of the type are not stored as one piece: aggregates, {@code args}, none
     */
    public Value read(Type type, ByteBuffer in, int at) {
        if (type instanceof Type.Int number) {
            return new Value.Int(integer(number, in, at), number.signed());
        } else if (type instanceof Type.Str string) {
            return string(string.capacity(), in, at);
        } else if (type instanceof Type.Bool) {
            return new Value.Bool(in.get(at) != 0);
        } else if (type instanceof Type.Pointer) {
            return new Value.Pointer(in.getLong(at));
        } else if (type instanceof Type.Stack stack) {
            return names.stack(stack, in.getLong(at));
        } else if (type instanceof Type.Tuple tuple) {
            List<Value> elements = new ArrayList<>(tuple.elements().size());
            for (int i = 0; i < tuple.elements().size(); i++) {
                elements.add(read(tuple.elements().get(i), in, at + tuple.offset(i)));
            }
            return tuple.isRecord() ? new Value.Record(tuple.names(), elements) : new Value.Tuple(elements);
        }
        return readRare(type, in, at);
    }

    private Value readRare(Type type, ByteBuffer in, int at) {
        if (type instanceof Type.Enum constants) {
            long number = integer(constants.integer(), in, at);
            String name = constants.constants().name(number);
            return new Value.Enum(number, name == null ? "" : name);
        } else if (type instanceof Type.Buffer buffer) {
            byte[] bytes = new byte[Math.clamp(in.getInt(at), 0, buffer.capacity())];
            in.get(at + Type.Buffer.DATA, bytes);
            return new Value.Buffer(bytes);
        } else if (type instanceof Type.Array array) {
            List<Value> elements = new ArrayList<>(array.count());
            for (int i = 0; i < array.count(); i++) {
                elements.add(read(array.element(), in, at + i * array.element().size()));
            }
            return new Value.Array(elements);
        } else if (type instanceof Type.Struct struct) {
            return new StructReader(this, in).read(struct, at);
        } else if (type instanceof Type.Rendered rendered) {
            return names.text(rendered, in, at);
        }
        throw new IllegalArgumentException("a value of type " + type.text() + " is not read as one piece");
    }

    /**
     * An aggregate from the parts that the CPUs kept.
     *
     * @param at where the first CPU's part lies; the others follow it, each aligned to 8 bytes
     * @return null if no CPU kept anything
     * @throws IllegalArgumentException for histograms, whose buckets are entries of their own: {@link MapReader}
     */
    public static @Nullable AggregateValue merge(Aggregate type, ByteBuffer in, int at, int cpus) {
        if (type instanceof Aggregate.Count) {
            return count(in, at, cpus);
        }
        int stride = Type.align(type.size(), 8);
        AggregateValue merged = null;
        for (int cpu = 0; cpu < cpus; cpu++) {
            AggregateValue part = part(type, in, at + cpu * stride);
            if (part != null) {
                merged = merged == null ? part : merged.merge(part);
            }
        }
        return merged;
    }

    /** By far the most frequent of all: without a value for each CPU. */
    private static @Nullable AggregateValue count(ByteBuffer in, int at, int cpus) {
        long count = 0;
        boolean kept = false;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long part = in.getLong(at + cpu * Long.BYTES);
            kept |= part != 0;
            count += part;
        }
        return kept ? new AggregateValue.Count(count) : null;
    }

    /** What one CPU kept, or null if that is nothing. */
    private static @Nullable AggregateValue part(Aggregate type, ByteBuffer in, int at) {
        long first = in.getLong(at);
        if (type instanceof Aggregate.Count) {
            return first == 0 ? null : new AggregateValue.Count(first);
        }
        if (type instanceof Aggregate.Hist || type instanceof Aggregate.Lhist) {
            throw new IllegalArgumentException("the buckets of a " + type.function() + " are entries of their own");
        }
        long second = in.getLong(at + 8);
        if (second == 0) {
            return null;
        } else if (type instanceof Aggregate.Sum sum) {
            return new AggregateValue.Sum(first, sum.signed());
        } else if (type instanceof Aggregate.Min min) {
            return new AggregateValue.Min(min.stored(first), min.signed());
        } else if (type instanceof Aggregate.Max max) {
            return new AggregateValue.Max(max.stored(first), max.signed());
        } else if (type instanceof Aggregate.Avg avg) {
            return new AggregateValue.Avg(first, second, avg.signed());
        } else if (type instanceof Aggregate.Stats stats) {
            return new AggregateValue.Stats(first, second, stats.signed());
        }
        throw new IllegalArgumentException("no aggregate: " + type.text());
    }

    static long integer(Type.Int type, ByteBuffer in, int at) {
        boolean signed = type.signed();
        return switch (type.bits()) {
            case 8 -> signed ? in.get(at) : in.get(at) & 0xff;
            case 16 -> signed ? in.getShort(at) : in.getShort(at) & 0xffff;
            case 32 -> signed ? in.getInt(at) : in.getInt(at) & 0xffff_ffffL;
            case 64 -> in.getLong(at);
            default -> throw new IllegalArgumentException("no integer has " + type.bits() + " bits");
        };
    }

    private Value.Str string(int capacity, ByteBuffer in, int at) {
        int length = 0;
        while (length + Long.BYTES <= capacity && !hasZeroByte(in.getLong(at + length))) {
            length += Long.BYTES;
        }
        while (length < capacity && in.get(at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        boolean cut = length == capacity || (capacity == stringLimit && length == capacity - 1);
        return cut && trailer != null ? new Value.Str(join(bytes, trailer), false) : new Value.Str(bytes, cut);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Eight bytes of a string are tested at once: source: S. E. Anderson, Bit Twiddling Hacks, "haszero". */
    private static boolean hasZeroByte(long word) {
        return ((word - 0x0101010101010101L) & ~word & 0x8080808080808080L) != 0;
    }
}
