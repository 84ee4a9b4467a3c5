package dev.skep.lang.optimise;

import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a slot's bytes: pieces that do not overlap, in order, each of which was taken from a source. Equal bytes
 * are the same at all times of one run. Immutable.
 */
final class SlotBytes {
    static final SlotBytes UNKNOWN = new SlotBytes(List.of());
    static final Object ZEROS = Operand.of(0);

    /** What is in more pieces is forgotten, so that a write takes no more time the more there were before. */
    private static final int MAX_PIECES = 32;

    /**
     * Bytes next to each other.
     *
     * @param source an operand whose lower bytes these are, {@link #ZEROS}, or any object that stands for what was written
     * @param from which byte of the source comes first
     */
    private record Piece(int offset, int size, Object source, int from) {
        private int end() {
            return offset + size;
        }

        private Piece part(int start, int end) {
            return new Piece(start, end - start, source, source.equals(ZEROS) ? 0 : from + start - offset);
        }

        // Written out: a record's own methods are linked at their first call, and this is on the way to the first
        // probe.
        @Override
        public boolean equals(Object other) {
            return other instanceof Piece piece
                    && offset == piece.offset
                    && size == piece.size
                    && from == piece.from
                    && source.equals(piece.source);
        }

        @Override
        public int hashCode() {
            return ((offset * 31 + size) * 31 + from) * 31 + source.hashCode();
        }
    }

    private final List<Piece> pieces;

    private SlotBytes(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** These bytes with others written over some of them; unknown ones if the source is null. */
    SlotBytes with(int offset, int size, @Nullable Object source) {
        return with(offset, size, source, 0);
    }

    private SlotBytes with(int offset, int size, @Nullable Object source, int from) {
        if (size <= 0) {
            return this;
        }
        List<Piece> result = new ArrayList<>(pieces.size() + 1);
        int end = offset + size;
        for (Piece piece : pieces) {
            if (piece.offset < offset) {
                result.add(piece.end() <= offset ? piece : piece.part(piece.offset, offset));
            }
        }
        if (source != null) {
            append(result, new Piece(offset, size, source, from));
        }
        for (Piece piece : pieces) {
            if (piece.end() > end) {
                append(result, piece.offset >= end ? piece : piece.part(end, piece.end()));
            }
        }
        return result.size() > MAX_PIECES ? UNKNOWN : new SlotBytes(result);
    }

    /** Joins zeros, so that it does not matter in how many pieces they were written. */
    private static void append(List<Piece> to, Piece piece) {
        Piece last = to.isEmpty() ? null : to.getLast();
        if (last != null && last.end() == piece.offset && last.source.equals(ZEROS) && piece.source.equals(ZEROS)) {
            to.set(to.size() - 1, new Piece(last.offset, last.size + piece.size, ZEROS, 0));
        } else {
            to.add(piece);
        }
    }

    /** These bytes with a part of others written over some of them. */
    SlotBytes withCopy(int offset, int size, SlotBytes other, int otherOffset) {
        SlotBytes result = with(offset, size, null);
        for (Piece piece : other.pieces) {
            int start = Math.max(piece.offset, otherOffset);
            int end = Math.min(piece.end(), otherOffset + size);
            if (start < end) {
                Piece part = piece.part(start, end);
                result = result.with(start - otherOffset + offset, end - start, part.source, part.from);
            }
        }
        return result;
    }

    /** Whether all bytes of a slot of this size are known. */
    boolean isWhole(int size) {
        int end = 0;
        for (Piece piece : pieces) {
            if (piece.offset != end) {
                return false;
            }
            end = piece.end();
        }
        return end == size;
    }

    boolean isZero(int offset, int size) {
        Piece piece = piece(offset);
        return piece != null && piece.end() >= offset + size && piece.source.equals(ZEROS);
    }

    /** Whether the bytes are all that was written from a source. */
    boolean holds(int offset, int size, Object source) {
        Piece piece = piece(offset);
        return piece != null
                && piece.offset == offset
                && piece.size == size
                && piece.from == 0
                && piece.source.equals(source);
    }

    /** The operand whose lower bytes these are, or null. */
    @Nullable
    Operand operand(int offset, int size) {
        Piece piece = piece(offset);
        if (piece == null || piece.end() < offset + size) {
            return null;
        }
        if (piece.source.equals(ZEROS)) {
            return Operand.of(0);
        }
        if (piece.source instanceof Const constant) {
            return Operand.of(constant.value() >> 8 * (piece.from + offset - piece.offset));
        }
        return piece.offset == offset && piece.from == 0 && piece.source instanceof Operand operand ? operand : null;
    }

    private @Nullable Piece piece(int offset) {
        for (Piece piece : pieces) {
            if (piece.offset <= offset && offset < piece.end()) {
                return piece;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotBytes bytes && pieces.equals(bytes.pieces);
    }

    @Override
    public int hashCode() {
        return pieces.hashCode();
    }
}
