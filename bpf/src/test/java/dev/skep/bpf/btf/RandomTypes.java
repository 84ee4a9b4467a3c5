package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.Enumerator;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.SectionVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random types that the format can hold; they name each other at random. */
final class RandomTypes {
    private static final String[] NAMES = {"", "a", "ab", "b", "task_struct", "_", "ünïcode", "with space", "x___y"};

    private final Random random;
    private final int ids;

    /** @param ids ids are below this */
    RandomTypes(Random random, int ids) {
        this.random = random;
        this.ids = ids;
    }

    BtfType next() {
        return switch (BtfKind.values()[1 + random.nextInt(BtfKind.UNKNOWN.ordinal() - 1)]) {
            case VOID, UNKNOWN -> throw new AssertionError();
            case INT ->
                new BtfType.Int(name(), size(), random.nextInt(256), random.nextInt(256), pick(Encoding.values()));
            case POINTER -> new BtfType.Pointer(id());
            case ARRAY -> new BtfType.Array(id(), id(), size());
            case STRUCT -> new BtfType.Struct(name(), size(), members());
            case UNION -> new BtfType.Union(name(), size(), members());
            case ENUM -> enumeration();
            case FORWARD -> new BtfType.Forward(name(), random.nextBoolean());
            case TYPEDEF -> new BtfType.Typedef(name(), id());
            case VOLATILE -> new BtfType.Volatile(id());
            case CONST -> new BtfType.Const(id());
            case RESTRICT -> new BtfType.Restrict(id());
            case FUNCTION -> new BtfType.Function(name(), id(), pick(Linkage.values()));
            case FUNCTION_PROTOTYPE -> prototype();
            case VARIABLE -> new BtfType.Variable(name(), id(), pick(Linkage.values()));
            case DATA_SECTION ->
                new BtfType.DataSection(name(), size(), list(() -> new SectionVariable(id(), size(), size())));
            case FLOAT -> new BtfType.Float(name(), size());
            case DECL_TAG -> new BtfType.DeclTag(name(), id(), random.nextInt(5) - 1, random.nextBoolean());
            case TYPE_TAG -> new BtfType.TypeTag(name(), id(), random.nextBoolean());
            case ENUM64 ->
                new BtfType.Enum64(
                        name(), size(), random.nextBoolean(), list(() -> new Enumerator(name(), random.nextLong())));
        };
    }

    private String name() {
        return random.nextInt(4) == 0 ? "n" + random.nextInt(1000) : pick(NAMES);
    }

    private int id() {
        return random.nextInt(ids);
    }

    private int size() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Integer.MAX_VALUE;
            default -> random.nextInt(100);
        };
    }

    private List<Member> members() {
        boolean bitFields = random.nextBoolean();
        return list(() -> bitFields
                ? new Member(name(), id(), random.nextInt(1 << 24), random.nextInt(256))
                : new Member(name(), id(), random.nextInt() & Integer.MAX_VALUE, 0));
    }

    private BtfType enumeration() {
        boolean signed = random.nextBoolean();
        return new BtfType.Enum(
                name(),
                size(),
                signed,
                list(() -> new Enumerator(name(), signed ? random.nextInt() : random.nextInt() & 0xffff_ffffL)));
    }

    private BtfType prototype() {
        List<Parameter> parameters = list(() -> new Parameter(name(), id()));
        boolean ambiguous = !parameters.isEmpty() && parameters.getLast().equals(new Parameter("", 0));
        return new BtfType.FunctionPrototype(id(), parameters, ambiguous || random.nextBoolean());
    }

    private <T> List<T> list(Supplier<T> element) {
        int size = random.nextInt(20) == 0 ? random.nextInt(2000) : random.nextInt(6);
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
