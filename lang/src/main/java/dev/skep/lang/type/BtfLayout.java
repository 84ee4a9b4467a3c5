package dev.skep.lang.type;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A struct or union of the kernel's BTF. */
record BtfLayout(KernelTypes types, Btf btf, int id) implements StructLayout {
    @Override
    public int size() {
        return btf.size(id);
    }

    /** The greatest power of two up to 8 that the size is a multiple of: BTF does not say, and copies may lie so. */
    @Override
    public int alignment() {
        int size = size();
        return size == 0 ? 1 : Math.min(8, Integer.lowestOneBit(size));
    }

    @Override
    public @Nullable Member member(String name) {
        if (!isName(name)) {
            return null;
        }
        Field field = btf.field(id, name).orElse(null);
        return field == null ? null : new Member(name, types.type(field.type()), field.bitOffset(), field.bitSize());
    }

    /** Dots and brackets lead further into a path; a member's name has none. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('.') < 0 && name.indexOf('[') < 0 && name.indexOf(']') < 0;
    }

    @Override
    public List<Member> members() {
        List<Member> members = new ArrayList<>();
        if (btf.type(id) instanceof BtfType.Composite composite) {
            for (BtfType.Member member : composite.members()) {
                members.add(new Member(member.name(), types.type(member.type()), member.bitOffset(), member.bitSize()));
            }
        }
        return members;
    }

    @Override
    public boolean relocatable() {
        return true;
    }
}
