package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.DominanceFrontiers;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.SlotPointers;
import dev.skep.lang.ir.Uses;
import dev.skep.lang.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of memory while a function is walked down its dominator tree. Each slot, each map's elements, shared memory
 * and the clock have a version, which changes where something may change them: at the instructions that do, and where ways
 * meet on some of which there is one. That keeps a block's start as it was at the end of its immediate dominator but for
 * what was found to change between the two, and takes no time for all that was not.
 *
 * <p>Shared memory and the clock change at the start of every loop, too: whoever reads them over and over waits for another
 * program, or for time to pass.
 */
final class MemoryState extends MemoryEffects {
    private static final int SHARED = 0;
    private static final int CLOCK = 1;
    private static final int ALL_MAPS = 2;
    private static final int FIRST_SLOT = 3;

    /** What was before a change: put back when the block is left. */
    private record Change(
            int variable, int version, @Nullable SlotBytes bytes) {}

    private final IrFunction function;
    private final Cfg cfg;
    private final BitSet used = new BitSet();
    /** Registers that point into ring records. */
    private final BitSet records = new BitSet();

    private final Map<String, Integer> maps = new HashMap<>();
    /** By block: what changes on some way to it from its immediate dominator. */
    private final List<List<Integer>> merged = new ArrayList<>();

    private final int[] versions;
    private final SlotBytes[] bytes;
    private int newest;
    private final ArrayDeque<List<Change>> changes = new ArrayDeque<>();

    /** By whole content, the slot that was met first. */
    private final Map<SlotBytes, Slot> holders = new HashMap<>();

    private @Nullable Slot nameSlot;
    private int nameOffset;

    private final Map<List<Object>, Reg> values = new HashMap<>();
    private final ArrayDeque<List<List<Object>>> added = new ArrayDeque<>();

    MemoryState(IrFunction function) {
        this(function, Cfg.of(function));
    }

    private MemoryState(IrFunction function, Cfg cfg) {
        super(new SlotPointers(function, cfg));
        this.function = function;
        this.cfg = cfg;
        int slots = function.slots().size();
        bytes = new SlotBytes[slots];
        Arrays.fill(bytes, SlotBytes.UNKNOWN);
        Uses uses = new Uses() {
            @Override
            protected void use(Operand operand) {
                if (operand instanceof Reg register) {
                    used.set(register.id());
                }
            }
        };
        for (Block block : cfg.reversePostorder()) {
            for (Inst inst : block.instructions()) {
                uses.visit(inst);
                note(inst);
            }
            uses.visit(block.terminator());
        }
        versions = new int[FIRST_SLOT + slots + maps.size()];
        merge(function);
    }

    private void note(Inst inst) {
        if (inst instanceof Inst.MapUpdate update) {
            noteMap(update.map());
        } else if (inst instanceof Inst.MapDelete delete) {
            noteMap(delete.map());
        } else if (inst instanceof Inst.RingReserve reserve) {
            records.set(reserve.dst().id());
        } else if (inst instanceof Inst.Binary sum
                && sum.op() == BinaryOp.ADD
                && sum.right() instanceof Const
                && sum.left() instanceof Reg base
                && records.get(base.id())) {
            records.set(sum.dst().id());
        }
    }

    private void noteMap(String map) {
        maps.putIfAbsent(map, FIRST_SLOT + bytes.length + maps.size());
    }

    // ------------------------------------------------------------------------------------------- where ways meet

    private void merge(IrFunction function) {
        Changes found = new Changes();
        for (int i = 0; i < function.blockCount(); i++) {
            merged.add(new ArrayList<>(0));
        }
        for (Block block : cfg.reversePostorder()) {
            found.block = block;
            for (Inst inst : block.instructions()) {
                found.apply(inst);
            }
            if (isLoopHeader(block)) {
                merged.get(block.id()).add(SHARED);
                merged.get(block.id()).add(CLOCK);
                found.note(SHARED);
                found.note(CLOCK);
            }
        }
        DominanceFrontiers frontiers = new DominanceFrontiers(cfg);
        for (int variable = 0; variable < versions.length; variable++) {
            for (Block block : frontiers.iterated(found.blocks.get(variable))) {
                merged.get(block.id()).add(variable);
            }
        }
    }

    private boolean isLoopHeader(Block block) {
        for (Block from : cfg.predecessors(block)) {
            if (cfg.index(from) >= cfg.index(block)) {
                return true;
            }
        }
        return false;
    }

    /** Notes which block changes what. */
    private final class Changes extends MemoryEffects {
        private final List<List<Block>> blocks = new ArrayList<>();
        private Block block = cfg.reversePostorder().getFirst();

        private Changes() {
            super(MemoryState.this.pointers);
            for (int i = 0; i < versions.length; i++) {
                blocks.add(new ArrayList<>(0));
            }
        }

        private void note(int variable) {
            List<Block> own = blocks.get(variable);
            if (own.isEmpty() || own.getLast() != block) {
                own.add(block);
            }
        }

        @Override
        void write(Slot slot, int offset, int size, @Nullable Object source) {
            note(FIRST_SLOT + slot.id());
        }

        @Override
        void copy(Slot to, int toOffset, Slot from, int fromOffset, int size) {
            note(FIRST_SLOT + to.id());
        }

        @Override
        void changeSharedMemory() {
            note(SHARED);
        }

        @Override
        void changeMap(String map) {
            note(maps.getOrDefault(map, ALL_MAPS));
        }

        @Override
        void changeAllMaps() {
            note(ALL_MAPS);
        }

        @Override
        void passTime() {
            note(CLOCK);
        }
    }

    // ------------------------------------------------------------------------------------------------- the walk

    void enter(Block block) {
        changes.push(new ArrayList<>());
        added.push(new ArrayList<>());
        for (int variable : merged.get(block.id())) {
            change(variable, SlotBytes.UNKNOWN);
        }
    }

    void leave() {
        List<Change> made = changes.pop();
        while (!made.isEmpty()) {
            Change change = made.removeLast();
            versions[change.variable] = change.version;
            if (change.bytes != null) {
                bytes[change.variable - FIRST_SLOT] = change.bytes;
            }
        }
        for (List<Object> key : added.pop()) {
            values.remove(key);
        }
    }

    private void change(int variable, SlotBytes now) {
        int slot = variable - FIRST_SLOT;
        boolean isSlot = slot >= 0 && slot < bytes.length;
        changes.element().add(new Change(variable, versions[variable], isSlot ? bytes[slot] : null));
        versions[variable] = ++newest;
        if (isSlot) {
            bytes[slot] = now;
        }
    }

    @Override
    void write(Slot slot, int offset, int size, @Nullable Object source) {
        SlotBytes before = bytes[slot.id()];
        // Kernels that leave what is behind the NUL leave zeros only where there were zeros.
        boolean isKnown = source != COMM || before.isZero(offset, size) || before.holds(offset, size, COMM);
        change(FIRST_SLOT + slot.id(), before.with(offset, size, isKnown ? source : null));
        if (source == COMM && isKnown) {
            nameSlot = slot;
            nameOffset = offset;
        }
    }

    @Override
    void copy(Slot to, int toOffset, Slot from, int fromOffset, int size) {
        change(FIRST_SLOT + to.id(), bytes(to).withCopy(toOffset, size, bytes(from), fromOffset));
    }

    @Override
    void changeSharedMemory() {
        change(SHARED, SlotBytes.UNKNOWN);
    }

    @Override
    void changeMap(String map) {
        change(maps.getOrDefault(map, ALL_MAPS), SlotBytes.UNKNOWN);
    }

    @Override
    void changeAllMaps() {
        change(ALL_MAPS, SlotBytes.UNKNOWN);
    }

    @Override
    void passTime() {
        change(CLOCK, SlotBytes.UNKNOWN);
    }

    // -------------------------------------------------------------------------------------------- what is known

    /** A register for the address of a slot. */
    Reg address(Slot slot, Span span, List<Inst> before) {
        Inst.SlotAddress address = new Inst.SlotAddress(function.newRegister(), slot, span);
        pointers.add(address);
        before.add(address);
        return address.dst();
    }

    /** Whether anything took a register when the walk began. */
    boolean isUsed(Reg register) {
        return used.get(register.id());
    }

    boolean isInRecord(Reg register) {
        return records.get(register.id());
    }

    SlotBytes bytes(Slot slot) {
        return bytes[slot.id()];
    }

    int sharedMemory() {
        return versions[SHARED];
    }

    int clock() {
        return versions[CLOCK];
    }

    /** Equal for the same elements at the same places. */
    long elements(String map) {
        int own = maps.getOrDefault(map, ALL_MAPS);
        return (long) versions[own] << 32 | versions[ALL_MAPS];
    }

    /** Equal for the same bytes from there on; null if nothing is known of them. */
    @Nullable
    Object content(Reg address) {
        Slot slot = tracked(address);
        if (slot == null || pointers.offset(address) == SlotPointers.UNKNOWN) {
            return null;
        }
        int offset = pointers.offset(address);
        return offset == 0 && bytes(slot).isWhole(slot.size())
                ? bytes(slot)
                : List.of(slot.id(), versions[FIRST_SLOT + slot.id()], offset);
    }

    /** The slot that was first met with this content and still has it; the given one if there is none. */
    Slot holder(SlotBytes content, Slot slot) {
        Slot holder = holders.get(content);
        if (holder == null || holder.size() != slot.size() || !bytes(holder).equals(content)) {
            holders.put(content, slot);
            return slot;
        }
        return holder;
    }

    /** The slot that holds so many bytes of the name of the running thread, at {@link #nameOffset}, or null. */
    @Nullable
    Slot nameSlot(int size) {
        return nameSlot != null && bytes(nameSlot).holds(nameOffset, size, COMM) ? nameSlot : null;
    }

    int nameOffset() {
        return nameOffset;
    }

    /** The register that was said to hold the value of this description, which names the versions that it depends on. */
    @Nullable
    Reg known(List<Object> description) {
        return values.get(description);
    }

    /** Says which register holds a value, here and in what this block dominates. */
    void learn(List<Object> description, Reg register) {
        if (values.putIfAbsent(description, register) == null) {
            added.element().add(description);
        }
    }
}
