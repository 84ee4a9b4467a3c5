package dev.skep.lang.target;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.EnumConstant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Takes some types out of a kernel's BTF, as a small BTF of its own: what a {@link RecordedTarget} knows. A type that is
 * asked for is there whole, with all that lies inside it; a struct that is only pointed to is declared by name, unless it
 * is asked for too.
 */
public final class TypeRecorder {
    /** The functions that the kernel makes for a tracepoint, by which its arguments have names. */
    private static final List<String> TRACEPOINT_FUNCTIONS = List.of("__traceiter_", "__probestub_", "__bpf_trace_");

    private final Btf btf;
    /** Ids in the kernel's BTF. */
    private final Set<Integer> wanted = new LinkedHashSet<>();

    public TypeRecorder(Btf btf) {
        this.btf = btf;
    }

    /**
     * A type by keyword and name.
     *
     * @param keyword {@code "struct"}, {@code "union"}, {@code "enum"} or {@code "typedef"}
     * @return whether the kernel has it
     */
    public boolean type(String keyword, String name) {
        return want(btf.find(keyword, name));
    }

    /**
     * The enum that has a constant: many have no name.
     *
     * @return whether the kernel has it
     */
    public boolean constant(String name) {
        Optional<EnumConstant> constant = btf.enumerator(name);
        return want(
                constant.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(constant.get().type()));
    }

    /**
     * A function with its prototype.
     *
     * @return whether the kernel has it
     */
    public boolean function(String name) {
        return want(btf.find(BtfKind.FUNCTION, name));
    }

    /**
     * What a raw tracepoint passes.
     *
     * @return whether the kernel has it
     */
    public boolean rawTracepoint(String name) {
        for (String prefix : TRACEPOINT_FUNCTIONS) {
            function(prefix + name);
        }
        return type("typedef", "btf_trace_" + name);
    }

    private boolean want(OptionalInt id) {
        if (id.isPresent()) {
            wanted.add(id.getAsInt());
        }
        return id.isPresent();
    }

    /** The recording: {@link Btf#read} reads it. */
    public byte[] bytes() {
        return new Copy().bytes();
    }

    /**
     * A copy under way. Types get their new ids when they are first named, and are copied in that order, so that no
     * nesting is too deep.
     */
    private final class Copy {
        private final BtfBuilder builder = new BtfBuilder();
        private final Map<Place, Integer> ids = new HashMap<>();
        private final List<Place> queue = new ArrayList<>();

        byte[] bytes() {
            for (int id : wanted) {
                id(id, false);
            }
            for (int next = 0; next < queue.size(); next++) {
                builder.add(copy(queue.get(next)));
            }
            return builder.build();
        }

        /** The new id of a type. */
        private int id(int old, boolean pointedTo) {
            if (old == 0) {
                return 0;
            }
            Place place = new Place(old, pointedTo && isOnlyNamed(btf.resolve(old)));
            Integer known = ids.get(place);
            if (known != null) {
                return known;
            }
            queue.add(place);
            ids.put(place, queue.size());
            return queue.size();
        }

        private boolean isOnlyNamed(int id) {
            return btf.type(id) instanceof BtfType.Composite composite
                    && !composite.name().isEmpty()
                    && !wanted.contains(id);
        }

        private BtfType copy(Place place) {
            boolean named = place.named;
            return switch (btf.type(place.id)) {
                case BtfType.Composite composite
                when named -> new BtfType.Forward(composite.name(), composite.kind() == BtfKind.UNION);
                case BtfType.Struct struct -> new BtfType.Struct(struct.name(), struct.size(), members(struct));
                case BtfType.Union union -> new BtfType.Union(union.name(), union.size(), members(union));
                case BtfType.Pointer pointer -> new BtfType.Pointer(id(pointer.type(), true));
                case BtfType.Array array ->
                    new BtfType.Array(id(array.element(), false), id(array.index(), false), array.length());
                case BtfType.Typedef alias -> new BtfType.Typedef(alias.name(), id(alias.type(), named));
                case BtfType.Volatile alias -> new BtfType.Volatile(id(alias.type(), named));
                case BtfType.Const alias -> new BtfType.Const(id(alias.type(), named));
                case BtfType.Restrict alias -> new BtfType.Restrict(id(alias.type(), named));
                case BtfType.TypeTag tag -> new BtfType.TypeTag(tag.name(), id(tag.type(), named), tag.attribute());
                case BtfType.Function function ->
                    new BtfType.Function(function.name(), id(function.prototype(), false), function.linkage());
                case BtfType.FunctionPrototype prototype -> prototype(prototype);
                case BtfType.Variable variable ->
                    new BtfType.Variable(variable.name(), id(variable.type(), false), variable.linkage());
                case BtfType.DeclTag tag ->
                    new BtfType.DeclTag(tag.name(), id(tag.type(), false), tag.component(), tag.attribute());
                case BtfType.DataSection section -> new BtfType.DataSection(section.name(), section.size(), List.of());
                case BtfType.Unknown unknown -> new BtfType.Forward(unknown.name(), false);
                case BtfType.Int number -> number;
                case BtfType.Enum enumeration -> enumeration;
                case BtfType.Enum64 enumeration -> enumeration;
                case BtfType.Forward forward -> forward;
                case BtfType.Float number -> number;
                case BtfType.Void nothing -> new BtfType.Forward("void", false);
            };
        }

        private List<BtfType.Member> members(BtfType.Composite composite) {
            List<BtfType.Member> members = new ArrayList<>(composite.members().size());
            for (BtfType.Member member : composite.members()) {
                members.add(new BtfType.Member(
                        member.name(), id(member.type(), false), member.bitOffset(), member.bitSize()));
            }
            return members;
        }

        private BtfType prototype(BtfType.FunctionPrototype prototype) {
            List<BtfType.Parameter> parameters =
                    new ArrayList<>(prototype.parameters().size());
            for (BtfType.Parameter parameter : prototype.parameters()) {
                parameters.add(new BtfType.Parameter(parameter.name(), id(parameter.type(), false)));
            }
            return new BtfType.FunctionPrototype(id(prototype.result(), false), parameters, prototype.variadic());
        }
    }

    /** A type of the kernel's, and whether only its name is kept. */
    private record Place(int id, boolean named) {}
}
