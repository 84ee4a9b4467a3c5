package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;
import dev.skep.lang.ir.Reg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a register's value is needed, as ranges of positions with holes between them, and the positions of its uses; or
 * a piece of that, after splitting, that lies in one place all through.
 *
 * <p>The instruction at position {@code p} (even) reads its operands at {@code p} and writes its result at {@code p + 1};
 * a range holds its first position and not its last. Pieces share the arrays and see a window of them.
 */
final class Interval implements Comparable<Interval> {
    static final int NEVER = Integer.MAX_VALUE;

    /** A parameter of a block into which many edges lead is moved from many places: the first few will do. */
    private static final int MAX_RELATED = 4;

    private final Reg reg;
    private final Interval whole;
    /** All pieces in order; only of the whole. */
    private final List<Interval> pieces;

    // The arrays fill from their ends, since blocks are walked backwards: pairs from..to, and position * 2 +
    // mustBeRegister.
    private int[] ranges;
    private int firstRange;
    private int endRange;
    /** Behind the last range of all pieces; only of the whole, once it is split. */
    private int endOfAll;

    private int[] uses;
    private int firstUse;
    private int endUse;
    private int start = NEVER;
    private int end;

    private @Nullable Register register;
    private Place.@Nullable Spilled memory;

    private @Nullable Register hint;
    private @Nullable Interval avoided;
    private final List<Interval> related;

    Interval(Reg reg) {
        this.reg = reg;
        whole = this;
        pieces = new ArrayList<>(1);
        pieces.add(this);
        related = new ArrayList<>(2);
        ranges = new int[4];
        firstRange = 4;
        endRange = 4;
        uses = new int[4];
        firstUse = 4;
        endUse = 4;
    }

    private Interval(Interval before, int position) {
        reg = before.reg;
        whole = before.whole;
        pieces = whole.pieces;
        ranges = before.ranges;
        uses = before.uses;
        endRange = before.endRange;
        endUse = before.endUse;
        end = before.end;
        hint = before.hint;
        related = List.of(before);
        firstRange = before.firstRange;
        while (ranges[firstRange + 1] <= position) {
            firstRange += 2;
        }
        start = Math.max(position, ranges[firstRange]);
        firstUse = before.firstUse;
        while (firstUse < endUse && uses[firstUse] >> 1 < position) {
            firstUse++;
        }
    }

    // ----------------------------------------------------------------------------------------- building, backwards

    /** Adds a range in front of, or joined to, the first one. */
    void addRange(int from, int to) {
        if (firstRange < endRange && to >= ranges[firstRange]) {
            ranges[firstRange] = Math.min(from, ranges[firstRange]);
            ranges[firstRange + 1] = Math.max(to, ranges[firstRange + 1]);
        } else {
            if (firstRange == 0) {
                ranges = grow(ranges, endRange);
                firstRange += ranges.length - endRange;
                endRange = ranges.length;
            }
            firstRange -= 2;
            ranges[firstRange] = from;
            ranges[firstRange + 1] = to;
        }
        start = ranges[firstRange];
        end = ranges[endRange - 1];
    }

    /** The value is made here: the first range starts later, or, if it is never needed, lasts for one position. */
    void defineAt(int position) {
        if (firstRange == endRange) {
            addRange(position, position + 1);
        } else {
            ranges[firstRange] = position;
        }
        start = position;
    }

    void addUse(int position, boolean mustBeRegister) {
        if (firstUse == 0) {
            uses = grow(uses, endUse);
            firstUse += uses.length - endUse;
            endUse = uses.length;
        }
        int use = position << 1 | (mustBeRegister ? 1 : 0);
        // One instruction's uses may come in any order.
        int at = --firstUse;
        while (at + 1 < endUse && uses[at + 1] < use) {
            uses[at] = uses[at + 1];
            at++;
        }
        uses[at] = use;
    }

    private static int[] grow(int[] full, int end) {
        int[] grown = new int[full.length * 2];
        System.arraycopy(full, 0, grown, grown.length - end, end);
        return grown;
    }

    /** Whether the value is needed behind a position in a block whose part that has been walked starts at {@code from}. */
    boolean isLiveBehind(int position, int from) {
        return firstRange < endRange && ranges[firstRange] == from && ranges[firstRange + 1] > position + 1;
    }

    boolean isEmpty() {
        return firstRange == endRange;
    }

    // ------------------------------------------------------------------------------------------------------ asking

    Reg reg() {
        return reg;
    }

    int start() {
        return start;
    }

    /** The position behind the last. */
    int end() {
        return end;
    }

    boolean covers(int position) {
        if (position < start || position >= end) {
            return false;
        }
        int range = rangeAt(position);
        return ranges[range] <= position;
    }

    /** The index of the first range that ends behind a position inside of the interval's bounds. */
    private int rangeAt(int position) {
        int low = firstRange >> 1;
        int high = (endRange >> 1) - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges[2 * middle + 1] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    /** The first position, of those given in ascending order, that the interval covers; or {@link #NEVER}. */
    int firstCovered(int[] positions, int count) {
        int at = lowerBound(positions, count, start);
        for (int range = firstRange; range < endRange && at < count; range += 2) {
            int to = Math.min(ranges[range + 1], end);
            if (positions[at] < ranges[range]) {
                at = lowerBound(positions, count, ranges[range]);
            }
            if (at < count && positions[at] < to) {
                return positions[at];
            }
            if (to >= end) {
                break;
            }
        }
        return NEVER;
    }

    private static int lowerBound(int[] positions, int count, int wanted) {
        int found = Arrays.binarySearch(positions, 0, count, wanted);
        return found >= 0 ? found : -found - 1;
    }

    /** The first position from {@code position} on that both cover, or {@link #NEVER}. */
    int intersection(Interval other, int position) {
        int from = Math.max(position, Math.max(start, other.start));
        int until = Math.min(end, other.end);
        if (from >= until) {
            return NEVER;
        }
        int mine = rangeAt(from);
        int theirs = other.rangeAt(from);
        while (mine < endRange && theirs < other.endRange) {
            int low = Math.max(from, Math.max(ranges[mine], other.ranges[theirs]));
            if (low >= until) {
                return NEVER;
            }
            if (low < Math.min(ranges[mine + 1], other.ranges[theirs + 1])) {
                return low;
            }
            if (ranges[mine + 1] <= other.ranges[theirs + 1]) {
                mine += 2;
            } else {
                theirs += 2;
            }
        }
        return NEVER;
    }

    /** Whether both values, each in all its pieces, are ever needed at the same time. */
    boolean livesWith(Interval other) {
        int mine = whole.firstRange;
        int theirs = other.whole.firstRange;
        int myEnd = whole.endOfPieces();
        int theirEnd = other.whole.endOfPieces();
        while (mine < myEnd && theirs < theirEnd) {
            if (whole.ranges[mine + 1] <= other.whole.ranges[theirs]) {
                mine += 2;
            } else if (other.whole.ranges[theirs + 1] <= whole.ranges[mine]) {
                theirs += 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private int endOfPieces() {
        return pieces.size() == 1 ? endRange : endOfAll;
    }

    /** The first use from a position on, or {@link #NEVER}. */
    int nextUse(int position) {
        for (int use = firstUseFrom(position); use < endUse; use++) {
            return uses[use] >> 1;
        }
        return NEVER;
    }

    /** The first use from a position on that needs a register, or {@link #NEVER}. */
    int nextRegisterUse(int position) {
        for (int use = firstUseFrom(position); use < endUse; use++) {
            if ((uses[use] & 1) != 0) {
                return uses[use] >> 1;
            }
        }
        return NEVER;
    }

    private int firstUseFrom(int position) {
        int found = Arrays.binarySearch(uses, firstUse, endUse, position << 1);
        int at = found >= 0 ? found : -found - 1;
        while (at > firstUse && uses[at - 1] >> 1 == position) {
            at--;
        }
        return at;
    }

    // --------------------------------------------------------------------------------------------------- splitting

    /** Cuts the interval in two; the second piece, which is returned, holds what is needed from the position on. */
    Interval splitAt(int position) {
        if (position <= start || position >= end) {
            throw new IllegalStateException(this + " has no inside at " + position);
        }
        if (pieces.size() == 1) {
            whole.endOfAll = endRange;
        }
        Interval after = new Interval(this, position);
        endUse = after.firstUse;
        int last = after.firstRange;
        // The range in which the cut lies belongs to both.
        endRange = ranges[last] < position ? last + 2 : last;
        end = Math.min(position, ranges[endRange - 1]);
        int index = pieces.size();
        while (pieces.get(index - 1).start > after.start) {
            index--;
        }
        pieces.add(index, after);
        return after;
    }

    /** The piece that holds the value at a position at which it is needed. */
    Interval pieceAt(int position) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces.get(middle).start <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return pieces.get(low);
    }

    /** The piece that holds the value before this one, which is not the first. */
    Interval pieceBefore() {
        return pieceAt(start - 1);
    }

    // ------------------------------------------------------------------------------------------------------ places

    @Nullable
    Register register() {
        return register;
    }

    void assign(@Nullable Register to) {
        register = to;
    }

    /** The value's place in memory, if some piece is there: it is stored when it is made, and stays. */
    Place.@Nullable Spilled memory() {
        return whole.memory;
    }

    void needMemory() {
        if (whole.memory == null) {
            whole.memory = new Place.Spilled();
        }
    }

    /** The first piece, which the value is made into. */
    Interval whole() {
        return whole;
    }

    List<Interval> pieces() {
        return pieces;
    }

    Place place() {
        if (register != null) {
            return Place.of(register);
        }
        Place.Spilled spilled = whole.memory;
        if (spilled == null) {
            throw new IllegalStateException(this + " has no place");
        }
        return spilled;
    }

    // ------------------------------------------------------------------------------------------------------- hints

    /** The register that it would best be in: where its last use wants it. */
    @Nullable
    Register hint() {
        return hint;
    }

    void suggest(@Nullable Register wanted) {
        if (hint == null) {
            hint = wanted;
        }
    }

    /** Says that the register of another would be a bad one, so long as others are free. */
    void avoid(Interval other) {
        avoided = other;
    }

    @Nullable
    Register avoided() {
        return avoided == null ? null : avoided.register;
    }

    /** A register that an interval has which this one is moved from or to; or null. */
    @Nullable
    Register relatedRegister(int index) {
        return related.get(index).register;
    }

    /** An interval that this one is moved from or to. */
    Interval related(int index) {
        return related.get(index);
    }

    int relatedCount() {
        return related.size();
    }

    /** Says that the value is moved from or to another interval. */
    void relate(Interval other) {
        if (related.size() < MAX_RELATED) {
            related.add(other);
        }
    }

    /** By start; then, to be the same in every run, by register. */
    @Override
    public int compareTo(Interval other) {
        int order = Integer.compare(start, other.start);
        return order != 0 ? order : Integer.compare(reg.id(), other.reg.id());
    }

    @Override
    public String toString() {
        return reg + " [" + start + ", " + end + ")";
    }
}
