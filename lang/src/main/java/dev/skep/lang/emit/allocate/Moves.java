package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.emit.allocate.Place.InRegister;
import dev.skep.lang.emit.allocate.Place.Made;
import dev.skep.lang.emit.allocate.Place.Spilled;
import dev.skep.lang.emit.legal.Literal;
import dev.skep.lang.emit.legal.Literal.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves that happen at the same moment: each source is read as it was before all of them. They are put in an order in
 * which nothing is overwritten that is still to be read; a ring is opened by moving one of its values aside.
 */
public final class Moves {
    private record Move(Place from, Place to) {}

    private final Assembler code;
    private final SpareMemory spare;
    private final Contents contents;
    private final List<Move> open = new ArrayList<>(5);
    private final List<Move> made = new ArrayList<>(5);
    /** How many of those made from nothing are written. */
    private int emitted;
    /** A bit for each register that a move reads, also one that stays where it is. */
    private int read;
    /** A bit for each register that a move changes. */
    private int written;
    /** Whether a move writes to memory. */
    private boolean stores;
    /** A bit for each register that holds nothing during the moves. */
    private int free;

    private @Nullable Place known;
    private long knownNumber;

    public Moves(Assembler code, SpareMemory spare, Contents contents) {
        this.code = code;
        this.spare = spare;
        this.contents = contents;
    }

    /** Says that a register is known to hold a number when the moves are made: what moves it there is left out. */
    public void assume(Place register, long number) {
        known = register;
        knownNumber = number;
    }

    /** Adds a move; the destination is none of those added so far. */
    public void add(Place from, Place to) {
        if (to == known
                && from instanceof Made value
                && value.literal() instanceof Constant number
                && number.value() == knownNumber) {
            read |= bit(to);
            return;
        }
        read |= bit(from);
        if (isSame(from, to)) {
            return;
        }
        written |= bit(to);
        stores |= to instanceof Spilled;
        if (from instanceof Made) {
            made.add(new Move(from, to));
        } else {
            open.add(new Move(from, to));
        }
    }

    /** A bit for each register that the moves read, also one that stays where it is. */
    public int read() {
        return read;
    }

    /** A bit for each register that the moves change. */
    public int written() {
        return written;
    }

    /** Whether they change registers only. */
    public boolean isInRegisters() {
        return !stores;
    }

    public boolean isEmpty() {
        return open.isEmpty() && made.isEmpty();
    }

    /** Forgets the moves. */
    public void clear() {
        read = 0;
        written = 0;
        stores = false;
        known = null;
        emitted = 0;
        open.clear();
        made.clear();
    }

    /** Two values whose lives meet at the moves may have the same bytes. */
    private static boolean isSame(Place one, Place two) {
        return one == two
                || one instanceof Spilled left && two instanceof Spilled right && left.offset() == right.offset();
    }

    /**
     * Writes the moves and forgets them.
     *
     * @param unused a bit for each register that holds nothing needed, so far as the moves themselves do not use it
     */
    public void emit(int unused) {
        free = unused & ~(read | written);
        while (!open.isEmpty()) {
            if (!emitReady()) {
                openRing();
            }
        }
        // What is made from nothing is read by none, and wants its destination free.
        for (Move move : made) {
            emitted++;
            emit(move);
        }
        clear();
    }

    private static int bit(Place place) {
        return place instanceof InRegister register ? 1 << register.register().number() : 0;
    }

    private boolean emitReady() {
        boolean any = false;
        for (int i = 0; i < open.size(); i++) {
            Move move = open.get(i);
            if (!isRead(move)) {
                open.remove(i--);
                emit(move);
                any = true;
            }
        }
        return any;
    }

    private boolean isRead(Move writer) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i) != writer && isSame(open.get(i).from, writer.to)) {
                return true;
            }
        }
        return false;
    }

    /** Every destination is still to be read: moves the first value aside, from where it is read then. */
    private void openRing() {
        Place from = open.getFirst().from;
        Register register = freeRegister();
        Place aside = register == null ? spare.get(0) : Place.of(register);
        emit(new Move(from, aside));
        free &= ~bit(aside);
        for (int i = 0; i < open.size(); i++) {
            if (isSame(open.get(i).from, from)) {
                open.set(i, new Move(aside, open.get(i).to));
            }
        }
    }

    private @Nullable Register freeRegister() {
        return free == 0 ? null : Register.of(Integer.numberOfTrailingZeros(free));
    }

    /** A register that will be written by one of these moves, and whose value none of them reads any more. */
    private @Nullable Register pendingRegister() {
        int pending = 0;
        int needed = 0;
        for (int i = 0; i < open.size(); i++) {
            pending |= bit(open.get(i).to);
            needed |= bit(open.get(i).from);
        }
        for (int i = emitted; i < made.size(); i++) {
            pending |= bit(made.get(i).to);
        }
        int able = pending & ~needed;
        return able == 0 ? null : Register.of(Integer.numberOfTrailingZeros(able));
    }

    private void emit(Move move) {
        if (move.to instanceof InRegister to) {
            load(to.register(), move.from);
            return;
        }
        int offset = ((Spilled) move.to).offset();
        if (move.from instanceof InRegister from) {
            code.store(Width.DOUBLE, Register.R10, offset, from.register());
        } else if (move.from instanceof Made value
                && value.literal() instanceof Constant number
                && number.value() == (int) number.value()) {
            code.store(Width.DOUBLE, Register.R10, offset, (int) number.value());
        } else {
            throughRegister(move.from, offset);
        }
    }

    private void throughRegister(Place from, int offset) {
        Register register = freeRegister();
        if (register == null) {
            register = pendingRegister();
        }
        if (register != null) {
            load(register, from);
            code.store(Width.DOUBLE, Register.R10, offset, register);
            return;
        }
        // Set: it holds what is needed, what a move has brought there, or what one is still to take from there.
        int saved = spare.get(1).offset();
        code.store(Width.DOUBLE, Register.R10, saved, Register.R0);
        load(Register.R0, from);
        code.store(Width.DOUBLE, Register.R10, offset, Register.R0);
        code.load(Width.DOUBLE, Register.R0, Register.R10, saved);
    }

    /** Writes what brings a value into a register; nothing if it is there. */
    public void load(Register to, Place from) {
        if (from instanceof InRegister source) {
            if (!contents.copy(to, source.register())) {
                code.mov(to, source.register());
            }
            return;
        }
        contents.write(to);
        if (from instanceof Spilled spilled) {
            code.load(Width.DOUBLE, to, Register.R10, spilled.offset());
        } else if (from instanceof Made value) {
            load(to, value.literal());
        }
    }

    private void load(Register to, Literal literal) {
        if (literal instanceof Constant number) {
            code.mov(to, number.value());
        } else if (literal instanceof Literal.FrameAddress frame) {
            code.mov(to, Register.R10);
            code.add(to, frame.offset());
        } else if (literal instanceof Literal.Map map) {
            code.loadMap(to, map.map());
        } else if (literal instanceof Literal.MapValue value) {
            code.loadMapValue(to, value.map(), value.offset());
        } else if (literal instanceof Literal.TypeId id) {
            code.movTypeId(to, id.kind(), id.type());
        } else if (literal instanceof Literal.Function function) {
            code.loadSubprogram(to, function.function());
        }
    }
}
