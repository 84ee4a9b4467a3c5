package dev.skep.lang.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers. */
final class Integers extends Values {
    private static final List<String> WIDTHS =
            List.of("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64");
    private static final List<String> LITERALS = List.of(
            "0",
            "1",
            "2",
            "3",
            "7",
            "10",
            "63",
            "64",
            "100",
            "127",
            "128",
            "255",
            "256",
            "1000",
            "32767",
            "32768",
            "65535",
            "65536",
            "0x7fffffff",
            "0x80000000",
            "0xffffffff",
            "0x100000000",
            "0x7fffffffffffffff",
            "0x8000000000000000",
            "0xffffffffffffffff",
            "(-1)",
            "(-2)",
            "(-128)",
            "(-129)",
            "(-32768)",
            "(-2147483648)",
            "(-2147483649)",
            "(-9223372036854775807)");
    private static final List<String> BUILTINS = List.of("pid", "tid", "uid", "gid", "cgroup", "numaid");
    /** What is never the same twice, where it does not matter. */
    private static final List<String> FLEETING = List.of(
            "(nsecs & 0)",
            "(rand >> 32)",
            "(rand / 4294967296)",
            "(cpu >> 20)",
            "(nsecs(monotonic) * 0)",
            "(jiffies % 1)");

    Integers(Generator generator) {
        super(generator, Shape.Plain.INTEGER);
        leaf(6, this::literal);
        leaf(4, this::field);
        leaf(2, this::builtin);
        leaf(1, this::fleeting);
        form(10, this::arithmetic);
        form(4, this::division);
        form(3, this::shift);
        form(3, this::unary);
        form(4, this::cast);
        form(2, this::incrementVariable);
        form(2, this::incrementMap);
        form(1, this::ofPointer);
        form(1, this::ofTruth);
        form(2, "@c = count(); $x = (int64)@c;", this::aggregate);
        form(1, "@ = sizeof(pid);", this::size);
        form(1, "$a = (uint8[8])((uint64)pid); @ = $a[pid];", this::element);
        form(1, "@ = *uptr(100);", depth -> "(*" + generator.pointers().bytes(depth) + ")");
        form(2, "@ = curtask->pid;", depth -> "(" + generator.tasks().number(depth) + ")");
        form(
                1,
                "@ = ((uint8 *)uptr(100))[2];",
                depth -> "(" + generator.pointers().bytes(depth) + "[0])");
    }

    /** What a counter, a sum, an extreme or an average amounts to. */
    private @Nullable String aggregate(int depth) {
        Maps.Table table = generator.maps().aggregate();
        return table.histogram()
                ? null
                : "((" + generator.pick(WIDTHS) + ")" + generator.maps().element(table, depth) + ")";
    }

    /** An element of an array, behind its end too; or all of it as one number. */
    private String element(int depth) {
        // Brackets behind a map's name would be its key.
        String array = "(" + generator.expression(Shape.Plain.BYTES, depth) + ")";
        return switch (generator.below(3)) {
            case 0 -> array + "[" + generator.below(8) + "]";
            case 1 -> array + "[(pid - pid + " + write(depth) + ") & 15]";
            default -> "((uint64)" + array + ")";
        };
    }

    private String size(int depth) {
        return generator.chance(2)
                ? "sizeof(" + generator.pick(WIDTHS) + ")"
                : "sizeof(" + generator.expression(generator.comparable(1), depth) + ")";
    }

    private String literal(int depth) {
        return generator.chance(8) ? "0x" + Long.toHexString(generator.bits()) : generator.pick(LITERALS);
    }

    private @Nullable String field(int depth) {
        return given(generator.event(), "args." + generator.pick(Event.NUMBERS));
    }

    private String builtin(int depth) {
        return generator.pick(BUILTINS);
    }

    private String fleeting(int depth) {
        return generator.pick(FLEETING);
    }

    private String arithmetic(int depth) {
        String operator = generator.pick(List.of("+", "-", "*", "&", "|", "^"));
        return "(" + write(depth) + " " + operator + " " + write(depth) + ")";
    }

    private String division(int depth) {
        return "(" + write(depth) + (generator.chance(2) ? " / " : " % ") + divisor(depth) + ")";
    }

    /** What may be divided by: 0 only where the compiler cannot know it. */
    String divisor(int depth) {
        if (generator.chance(2)) {
            return generator.pick(LITERALS.subList(1, LITERALS.size()));
        }
        String variable = generator.scope().find(Shape.Plain.INTEGER);
        if (variable != null && generator.chance(2)) {
            return variable;
        }
        return "(" + generator.pick(BUILTINS) + (generator.chance(2) ? " & " : " * ") + write(depth) + ")";
    }

    private String shift(int depth) {
        String by = generator.chance(3) ? write(depth) : Integer.toString(generator.below(70));
        return "(" + write(depth) + (generator.chance(2) ? " << " : " >> ") + by + ")";
    }

    private String unary(int depth) {
        return "(" + (generator.chance(2) ? "-" : "~") + write(depth) + ")";
    }

    private String cast(int depth) {
        return "((" + generator.pick(WIDTHS) + ")" + write(depth) + ")";
    }

    private @Nullable String incrementVariable(int depth) {
        String variable = generator.scope().find(Shape.Plain.INTEGER);
        return variable == null ? null : increment(variable);
    }

    private String incrementMap(int depth) {
        Maps.Table table = generator.maps().of(Shape.Plain.INTEGER);
        return increment(generator.maps().element(table, depth));
    }

    private String increment(String target) {
        return switch (generator.below(4)) {
            case 0 -> "(++" + target + ")";
            case 1 -> "(--" + target + ")";
            case 2 -> "(" + target + "++)";
            default -> "(" + target + "--)";
        };
    }

    private String ofPointer(int depth) {
        return "((" + generator.pick(WIDTHS) + ")" + generator.pointers().write(depth) + ")";
    }

    private String ofTruth(int depth) {
        String truth = generator.truths().write(depth);
        return generator.chance(2) ? "((" + generator.pick(WIDTHS) + ")" + truth + ")" : "(" + truth + " + 0)";
    }
}
