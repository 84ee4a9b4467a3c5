package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random expressions on integers: the programs compute what the language's rules say, written down here a second time, with
 * unbounded numbers that are cut at the end of each step.
 */
class ExpressionTest {
    private static final int PROGRAMS = 150;
    private static final int EXPRESSIONS = 8;
    private static final BigInteger SIXTY_FOUR_BITS = BigInteger.ONE.shiftLeft(64);

    /** A term by the language's rules: what it is, and whether its type is signed or goes with either sign. */
    private record Term(String text, BigInteger value, boolean signed, boolean neutral) {}

    private final Random random;

    ExpressionTest() {
        this.random = new Random(20);
    }

    @Test
    void integers() {
        for (int i = 0; i < PROGRAMS; i++) {
            StringBuilder program =
                    new StringBuilder("tracepoint:syscalls:sys_exit_read { $u = (uint64)nsecs; $s = args.ret; ");
            StringBuilder expected = new StringBuilder();
            long ret = interesting();
            long nsecs = interesting();
            for (int j = 0; j < EXPRESSIONS; j++) {
                Term number = term(4, ret, nsecs);
                program.append("print(").append(number.text).append("); ");
                expected.append(number.value).append('\n');
            }
            program.append('}');
            for (ScriptRun.Form form : ScriptRun.Form.values()) {
                ScriptRun run = new ScriptRun(program.toString(), form);
                run.world.fields.put("ret", ret);
                run.world.nsecs = nsecs;
                assertThat(run.runAll().output())
                        .as("%s: %s with ret %d, nsecs %s", form, program, ret, Long.toUnsignedString(nsecs))
                        .isEqualTo(expected.toString());
            }
        }
    }

    private long interesting() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(20) - 10;
            case 1 -> Long.MIN_VALUE + random.nextInt(3);
            case 2 -> Long.MAX_VALUE - random.nextInt(3);
            case 3 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    private Term term(int depth, long ret, long nsecs) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return leaf(ret, nsecs);
        }
        return switch (random.nextInt(5)) {
            case 0 -> negated(term(depth - 1, ret, nsecs));
            case 1 -> cast(term(depth - 1, ret, nsecs));
            case 2 -> chosen(term(depth - 1, ret, nsecs), term(depth - 1, ret, nsecs));
            default -> binary(term(depth - 1, ret, nsecs), term(depth - 1, ret, nsecs));
        };
    }

    private Term leaf(long ret, long nsecs) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                long literal = random.nextBoolean() ? random.nextInt(10) : interesting() & Long.MAX_VALUE;
                yield new Term(Long.toString(literal), BigInteger.valueOf(literal), true, true);
            }
            case 1 -> new Term("uid", BigInteger.valueOf(1000), false, false);
            case 2 -> new Term("$u", unsigned(BigInteger.valueOf(nsecs)), false, false);
            case 3 -> new Term("nsecs", unsigned(BigInteger.valueOf(nsecs)), false, false);
            case 4 -> new Term("args.ret", BigInteger.valueOf(ret), true, false);
            default -> new Term("$s", BigInteger.valueOf(ret), true, false);
        };
    }

    private static Term negated(Term number) {
        // A literal's sign is part of a literal.
        BigInteger value = signed(number.value.negate());
        return new Term("(-" + number.text + ")", value, true, number.neutral && value.signum() >= 0);
    }

    private Term cast(Term number) {
        int bits = 8 << random.nextInt(4);
        boolean signed = random.nextBoolean();
        BigInteger mask = BigInteger.ONE.shiftLeft(bits);
        BigInteger value = number.value.mod(mask);
        if (signed && value.testBit(bits - 1)) {
            value = value.subtract(mask);
        }
        boolean literal = number.neutral || number.text.matches("\\(?-?\\d+\\)?");
        return new Term(
                "(" + (signed ? "int" : "uint") + bits + ")" + number.text,
                value,
                signed,
                literal && value.signum() >= 0);
    }

    private Term chosen(Term a, Term b) {
        String[] operators = {"==", "!=", "<", "<=", ">", ">="};
        String operator = operators[random.nextInt(operators.length)];
        int order = a.value.compareTo(b.value);
        // Equality compares bits: -1 is 2^64 - 1.
        boolean equal = a.value.mod(SIXTY_FOUR_BITS).equals(b.value.mod(SIXTY_FOUR_BITS));
        boolean holds = switch (operator) {
            case "==" -> equal;
            case "!=" -> !equal;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
        return new Term(
                "(int64)(" + a.text + " " + operator + " " + b.text + ")",
                holds ? BigInteger.ONE : BigInteger.ZERO,
                true,
                false);
    }

    private Term binary(Term a, Term b) {
        String[] operators = {"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"};
        String operator = operators[random.nextInt(operators.length)];
        if (b.value.signum() == 0 && (operator.equals("/") || operator.equals("%"))) {
            operator = "+";
        }
        boolean shift = operator.equals("<<") || operator.equals(">>");
        boolean signed = operator.equals("-")
                || (shift
                        ? a.neutral || a.signed
                        : a.neutral ? b.neutral || b.signed : a.signed || !b.neutral && b.signed);
        // Both sides in 64 bits, read with the result's sign.
        BigInteger x = signed ? signed(a.value) : unsigned(a.value);
        BigInteger y = signed ? signed(b.value) : unsigned(b.value);
        int count = b.value.mod(BigInteger.valueOf(64)).intValue();
        BigInteger value = switch (operator) {
            case "+" -> x.add(y);
            case "-" -> x.subtract(y);
            case "*" -> x.multiply(y);
            case "/" -> x.divide(y);
            case "%" -> x.remainder(y);
            case "&" -> x.and(y);
            case "|" -> x.or(y);
            case "^" -> x.xor(y);
            case "<<" -> x.shiftLeft(count);
            default -> x.shiftRight(count);
        };
        value = signed ? signed(value) : unsigned(value);
        boolean literals = isLiteral(a) && isLiteral(b);
        return new Term(
                "(" + a.text + " " + operator + " " + b.text + ")", value, signed, literals && value.signum() >= 0);
    }

    /** Whether it is made of nothing but literals: then it is folded, and is a literal itself. */
    private static boolean isLiteral(Term number) {
        return number.text.chars().noneMatch(Character::isLetter)
                || number.text.replaceAll("u?int\\d+", "").chars().noneMatch(Character::isLetter)
                        && number.text.indexOf('$') < 0
                        && !number.text.matches(".*[<>=!]=.*|.*[^<]<[^<].*|.*[^>]>[^>].*");
    }

    private static BigInteger signed(BigInteger value) {
        BigInteger cut = value.mod(SIXTY_FOUR_BITS);
        return cut.testBit(63) ? cut.subtract(SIXTY_FOUR_BITS) : cut;
    }

    private static BigInteger unsigned(BigInteger value) {
        return value.mod(SIXTY_FOUR_BITS);
    }
}
