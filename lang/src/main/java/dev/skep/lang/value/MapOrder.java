package dev.skep.lang.value;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a map's entries: ascending by value where values are numbers (integers and aggregates; an average by its
 * mean, a histogram by how many values it holds), else, and among equals, ascending by key. Keys compare field by
 * field: numbers as signed or unsigned as they are, strings byte by byte, stacks frame by frame from the innermost, equal ones by their process.
 */
final class MapOrder implements Comparator<MapResult.Entry> {
    private MapOrder() {}

    static List<MapResult.Entry> sort(List<MapResult.Entry> entries) {
        if (entries.size() < 2) {
            return List.copyOf(entries);
        }
        // Nearly all comparisons are decided by two numbers, which are made once for each entry.
        MapOrder order = new MapOrder();
        Ranked[] ranked = new Ranked[entries.size()];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = new Ranked(entries.get(i), order);
        }
        Arrays.sort(ranked);
        MapResult.Entry[] sorted = new MapResult.Entry[ranked.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = ranked[i].entry;
        }
        return List.of(sorted);
    }

    /** An entry with numbers that are ordered as its value and the start of its key are; they may be equal for others too. */
    private static final class Ranked implements Comparable<Ranked> {
        private final MapResult.Entry entry;
        private final MapOrder order;
        private final long value;
        private final long key;

        Ranked(MapResult.Entry entry, MapOrder order) {
            this.entry = entry;
            this.order = order;
            this.value = entry.value() instanceof AggregateValue aggregate
                    ? rank(aggregate.number(), aggregate.signed())
                    : entry.value() instanceof Value.Int(long number, boolean signed) ? rank(number, signed) : 0;
            this.key = entry.key().isEmpty() ? 0 : start(entry.key().getFirst());
        }

        @Override
        public int compareTo(Ranked other) {
            if (value != other.value) {
                return value < other.value ? -1 : 1;
            }
            if (key != other.key) {
                return key < other.key ? -1 : 1;
            }
            return order.compare(entry, other.entry);
        }

        private static long rank(long number, boolean signed) {
            return signed ? number : number ^ Long.MIN_VALUE;
        }

        private static long start(Value key) {
            if (key instanceof Value.Int(long number, boolean signed)) {
                return rank(number, signed);
            } else if (key instanceof Value.Pointer(long address)) {
                return rank(address, false);
            } else if (key instanceof Value.Str(byte[] bytes, boolean _)) {
                long first = 0;
                for (int i = 0; i < Long.BYTES; i++) {
                    first = first << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
                }
                return rank(first, false);
            }
            return 0;
        }
    }

    @Override
    public int compare(MapResult.Entry a, MapResult.Entry b) {
        int order = 0;
        if (a.value() instanceof AggregateValue x && b.value() instanceof AggregateValue y) {
            order = compare(x.number(), y.number(), x.signed());
        } else if (a.value() instanceof Value.Int && b.value() instanceof Value.Int) {
            order = compare(a.value(), b.value());
        }
        return order != 0 ? order : compare(a.key(), b.key());
    }

    private static int compare(List<? extends Value> a, List<? extends Value> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compare(Value a, Value b) {
        if (a instanceof Value.Int(long x, boolean signed) && b instanceof Value.Int(long y, boolean _)) {
            return compare(x, y, signed);
        } else if (a instanceof Value.Str(byte[] x, boolean _) && b instanceof Value.Str(byte[] y, boolean _)) {
            return Arrays.compareUnsigned(x, y);
        } else if (a instanceof Value.Pointer(long x) && b instanceof Value.Pointer(long y)) {
            return Long.compareUnsigned(x, y);
        } else if (a instanceof Value.Bool(boolean x) && b instanceof Value.Bool(boolean y)) {
            return Boolean.compare(x, y);
        } else if (a instanceof Value.Tuple(List<Value> x) && b instanceof Value.Tuple(List<Value> y)) {
            return compare(x, y);
        } else if (a instanceof Value.Stack x && b instanceof Value.Stack y) {
            int order = frames(x.frames(), y.frames());
            return order != 0 ? order : Integer.compare(x.process(), y.process());
        }
        return compareRare(a, b);
    }

    /** Of the kinds that few maps have as keys. */
    private static int compareRare(Value a, Value b) {
        if (a instanceof Value.Enum(long x, String _) && b instanceof Value.Enum(long y, String _)) {
            return Long.compare(x, y);
        } else if (a instanceof Value.Buffer(byte[] x) && b instanceof Value.Buffer(byte[] y)) {
            return Arrays.compareUnsigned(x, y);
        } else if (a instanceof Value.Array(List<Value> x) && b instanceof Value.Array(List<Value> y)) {
            return compare(x, y);
        } else if (a instanceof Value.Record x && b instanceof Value.Record y) {
            return compare(x.elements(), y.elements());
        } else if (a instanceof Value.Text x && b instanceof Value.Text y) {
            int order = Long.compareUnsigned(x.order(), y.order());
            return order != 0 ? order : x.text().compareTo(y.text());
        }
        return 0; // the keys of one map are of one type
    }

    private static int frames(List<Value.Frame> a, List<Value.Frame> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Value.Frame x = a.get(i);
            Value.Frame y = b.get(i);
            int order = Long.compareUnsigned(x.address(), y.address());
            if (order == 0) {
                order = x.module().compareTo(y.module());
            }
            if (order == 0) {
                order = Long.compareUnsigned(x.offset(), y.offset());
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compare(long a, long b, boolean signed) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }
}
