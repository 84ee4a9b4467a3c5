package dev.skep.lang.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A struct of which so far only the name is known: it is looked up when something is asked of it. */
final class NamedLayout implements StructLayout {
    private final KernelTypes types;
    private final String keyword;
    private final String name;
    private @Nullable StructLayout found;
    private boolean asked;

    NamedLayout(KernelTypes types, String keyword, String name) {
        this.types = types;
        this.keyword = keyword;
        this.name = name;
    }

    private @Nullable StructLayout found() {
        if (!asked) {
            asked = true;
            found = types.find(keyword, name) instanceof Type.Struct struct ? struct.layout() : null;
        }
        return found;
    }

    @Override
    public int size() {
        StructLayout layout = found();
        return layout == null ? 0 : layout.size();
    }

    @Override
    public int alignment() {
        StructLayout layout = found();
        return layout == null ? 1 : layout.alignment();
    }

    @Override
    public @Nullable Member member(String member) {
        StructLayout layout = found();
        return layout == null ? null : layout.member(member);
    }

    @Override
    public List<Member> members() {
        StructLayout layout = found();
        return layout == null ? List.of() : layout.members();
    }

    @Override
    public boolean relocatable() {
        return true;
    }
}
