package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.MayGoto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every instruction of a function its place, and every jump its offset.
 *
 * <p>A jump's offset has 16 bits. Where that is too short, a plain {@code goto} becomes a long one (ISA v4); every other
 * jump goes to an <em>island</em> instead, a {@code goto} to the same target that stands within reach on the way there,
 * skipped by the code around it. Jumps to one target share islands. Below v4 an island may need another one in turn.
 *
 * <p>The kernel replaces some instructions by several when it loads a program, and refuses it if a jump over them gets too
 * far by that ("cannot be patched due to 16-bit range"). So what is too far is measured with room for that.
 */
final class Layout {
    /** How many slots from a jump its island is put: what is left to 32,767 is room for other islands in between. */
    private static final int ISLAND_DISTANCE = 30_000;

    /** Each pass brings every far jump 30,000 slots nearer to its target, so that few programs need more than 2. */
    private static final int MAX_PASSES = 100;

    /** {@code BPF_COMPLEXITY_LIMIT_INSNS}: the kernel refuses longer programs. */
    static final int MAX_SLOTS = 1_000_000;

    /** An instruction, and where it jumps to. */
    private static final class Node {
        private Instruction instruction;
        private @Nullable Node target;
        /** The island made last for jumps to this node. */
        private @Nullable Node island;
        /** Islands to be put before this node. */
        private @Nullable List<Node> before;

        /** How far from the function's start it may come to stand; once all is laid out, where it stands. */
        private int slot;

        private Node(Instruction instruction) {
            this.instruction = instruction;
        }
    }

    private final IsaLevel level;
    private final Node[] originals;
    private List<Node> nodes;

    /**
     * @param code the instructions; jumps with any offset
     * @param targets for each instruction the bound label that it jumps to, or null
     */
    Layout(List<Instruction> code, List<@Nullable Label> targets, IsaLevel level) {
        this.level = level;
        originals = new Node[code.size()];
        for (int i = 0; i < originals.length; i++) {
            originals[i] = new Node(code.get(i));
        }
        for (int i = 0; i < originals.length; i++) {
            Label target = targets.get(i);
            if (target != null) {
                originals[i].target = originals[target.position()];
            }
        }
        nodes = List.of(originals);
    }

    /**
     * The instructions with islands put in and offsets filled in.
     *
     * @throws IllegalStateException if the function is longer than the kernel takes
     */
    List<Instruction> instructions() {
        int pass = 0;
        do {
            int slots = place(true);
            if (slots > MAX_SLOTS || pass++ == MAX_PASSES) {
                throw new IllegalStateException(
                        slots + " slots with its jumps laid out, and the kernel takes at most " + MAX_SLOTS);
            }
        } while (relax());
        place(false);
        List<Instruction> result = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            result.add(node.target == null ? node.instruction : jump(node.instruction, offset(node, node.target)));
        }
        return result;
    }

    /** Where the instructions as they were given stand now; to be asked after {@link #instructions}. */
    int[] positions() {
        int[] positions = new int[originals.length];
        int original = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (original < originals.length && nodes.get(i) == originals[original]) {
                positions[original++] = i;
            }
        }
        return positions;
    }

    /** Whether the instruction after this one may run next. */
    static boolean fallsThrough(Instruction instruction) {
        return !(instruction instanceof Goto) && !(instruction instanceof Exit);
    }

    /** Places all nodes, one behind the other or with room for what the kernel puts in; returns the number of slots. */
    private int place(boolean room) {
        int slot = 0;
        int slots = 0;
        for (Node node : nodes) {
            node.slot = slot;
            slots += node.instruction.slots();
            slot += room ? Math.max(node.instruction.slots(), grown(node.instruction)) : node.instruction.slots();
        }
        return slots;
    }

    /**
     * As many slots as the kernel may make of an instruction, and some to spare: the look-up in a map written out, the check
     * for a divisor of 0, the loop of {@code bpf_loop}. Source: {@code do_misc_fixups} in {@code kernel/bpf/verifier.c},
     * {@code map_gen_lookup} of the map types, of kernel 6.18.
     */
    private static int grown(Instruction instruction) {
        if (instruction instanceof CallHelper call) {
            return call.id() == Helper.LOOP.id() ? 32 : 16;
        }
        if (instruction instanceof Alu alu) {
            return alu.op().divides() ? 8 : 1;
        }
        return instruction instanceof CallKfunc || instruction instanceof MayGoto ? 8 : 1;
    }

    /** Shortens the way of every jump that is too far from its target; false if there was none. */
    private boolean relax() {
        boolean islands = false;
        for (Node node : nodes) {
            Node target = node.target;
            if (target == null || reaches(node, target)) {
                continue;
            }
            if (node.instruction instanceof Goto && level == IsaLevel.V4) {
                node.instruction = new Goto(true, 0);
            } else {
                node.target = island(node, target);
                islands = true;
            }
        }
        if (islands) {
            insertIslands();
        }
        return islands;
    }

    private static boolean reaches(Node from, Node to) {
        int offset = offset(from, to);
        return offset == (short) offset || (from.instruction instanceof Goto jump && jump.isLong());
    }

    /** An island on the way from a jump to its target: one that is there already, or a new one. */
    private Node island(Node from, Node target) {
        Node shared = target.island;
        if (shared != null && isBetween(from, shared, target) && reaches(from, shared)) {
            return shared;
        }
        int wanted = from.slot + (target.slot > from.slot ? ISLAND_DISTANCE : -ISLAND_DISTANCE);
        Node next = nodes.get(indexAt(wanted));
        Node island = new Node(new Goto(level == IsaLevel.V4, 0));
        island.target = target;
        island.slot = next.slot;
        target.island = island;
        if (next.before == null) {
            next.before = new ArrayList<>();
        }
        next.before.add(island);
        return island;
    }

    private static boolean isBetween(Node from, Node node, Node target) {
        return from.slot < target.slot
                ? from.slot < node.slot && node.slot < target.slot
                : target.slot < node.slot && node.slot < from.slot;
    }

    /** The index of the last node that starts at or before a slot. */
    private int indexAt(int slot) {
        int low = 0;
        int high = nodes.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (nodes.get(middle).slot <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void insertIslands() {
        List<Node> result = new ArrayList<>(nodes.size() + 16);
        for (Node node : nodes) {
            if (node.before != null) {
                if (fallsThrough(result.getLast().instruction)) {
                    Node skip = new Node(new Goto(false, 0));
                    skip.target = node;
                    result.add(skip);
                }
                result.addAll(node.before);
                node.before = null;
            }
            result.add(node);
        }
        nodes = result;
    }

    /** Jumps count from the slot after them; every jump takes one slot. */
    private static int offset(Node from, Node to) {
        return to.slot - (from.slot + 1);
    }

    private static Instruction jump(Instruction instruction, int offset) {
        if (instruction instanceof Branch branch) {
            return new Branch(branch.op(), branch.is64(), branch.dst(), branch.src(), offset);
        }
        return instruction instanceof Goto jump ? new Goto(jump.isLong(), offset) : new MayGoto(offset);
    }
}
