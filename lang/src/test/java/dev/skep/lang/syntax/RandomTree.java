package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes random trees that the grammar can say. */
final class RandomTree {
    private static final Span SPAN = Programs.NOWHERE;
    private static final String[] NAMES = {"pid", "comm", "args", "nsecs", "x", "_", "iffy"};
    private static final String[] ATTACH_POINTS = {
        "begin",
        "tracepoint:syscalls:sys_enter_*",
        "uprobe:/bin/bash:readline",
        "profile:hz:99",
        "k:f+8",
        "s:cpu-clock:",
        "u:./x:cpp:\"a::b(int)\"",
        "interval:s:$1"
    };

    private final Random random;

    RandomTree(Random random) {
        this.random = random;
    }

    Ast.Script script() {
        List<Ast.Probe> probes = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            List<Ast.AttachPoint> points = new ArrayList<>();
            for (int point = 1 + random.nextInt(3); point > 0; point--) {
                points.add(attachPoint(pick(ATTACH_POINTS)));
            }
            probes.add(new Ast.Probe(points, random.nextInt(3) == 0 ? expr(4) : null, block(3), SPAN));
        }
        return new Ast.Script(probes, SPAN);
    }

    private static Ast.AttachPoint attachPoint(String text) {
        Ast.Script script = Programs.parse(text + " {}");
        return script.probes().getFirst().attachPoints().getFirst();
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private Ast.Block block(int depth) {
        List<Ast.Statement> statements = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            statements.add(statement(depth - 1));
        }
        return new Ast.Block(statements, SPAN);
    }

    private Ast.Statement statement(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 ->
                new Ast.Declare(new Ast.Variable(pick("x", "y"), SPAN), random.nextBoolean() ? expr(4) : null, SPAN);
            case 1, 2 -> new Ast.Assign(target(3), compound(), expr(4), SPAN);
            case 3 -> new Ast.ExpressionStatement(expr(4), SPAN);
            case 4 -> block(depth);
            default -> branch(depth);
        };
    }

    private Ast.If branch(int depth) {
        Ast.Statement otherwise = random.nextInt(3) == 0 ? branch(depth) : random.nextBoolean() ? block(depth) : null;
        return new Ast.If(expr(3), block(depth), otherwise, SPAN);
    }

    private Ast.@Nullable BinaryOperator compound() {
        Ast.BinaryOperator operator = operator();
        return switch (operator) {
            case OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> operator;
            default -> null;
        };
    }

    private Ast.BinaryOperator operator() {
        Ast.BinaryOperator[] all = Ast.BinaryOperator.values();
        return all[random.nextInt(all.length)];
    }

    private Ast.Expr target(int depth) {
        return random.nextBoolean()
                ? new Ast.Variable(pick("x", "y", "_z9"), SPAN)
                : new Ast.MapAccess(pick("@", "@start", "@x"), exprs(depth), SPAN);
    }

    private List<Ast.Expr> exprs(int depth) {
        List<Ast.Expr> all = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            all.add(expr(depth - 1));
        }
        return all;
    }

    private Ast.Expr expr(int depth) {
        return depth <= 0
                ? leaf()
                : switch (random.nextInt(12)) {
                    case 0, 1, 2 -> new Ast.Binary(operator(), expr(depth - 1), expr(depth - 1), SPAN);
                    case 3 -> new Ast.Unary(unary(), expr(depth - 1), SPAN);
                    case 4 -> new Ast.Conditional(expr(depth - 1), expr(depth - 1), expr(depth - 1), SPAN);
                    case 5 -> new Ast.Cast(pick("int8", "uint64"), SPAN, expr(depth - 1), SPAN);
                    case 6 -> new Ast.Tuple(exprs(depth), SPAN);
                    case 7 -> new Ast.Call(pick("f", "str", "hist"), SPAN, exprs(depth), SPAN);
                    case 8 -> new Ast.Member(expr(depth - 1), pick("a", "0", "12", "if", "struct"), SPAN, SPAN);
                    case 9 ->
                        new Ast.Increment(target(depth - 1), random.nextBoolean() ? 1 : -1, random.nextBoolean(), SPAN);
                    case 10 -> target(depth - 1);
                    default -> leaf();
                };
    }

    private Ast.UnaryOperator unary() {
        Ast.UnaryOperator[] all = Ast.UnaryOperator.values();
        return all[random.nextInt(all.length)];
    }

    private Ast.Expr leaf() {
        return switch (random.nextInt(6)) {
            case 0 -> new Ast.IntegerLiteral(random.nextBoolean() ? random.nextInt(10) : random.nextLong(), SPAN);
            case 1 -> {
                byte[] bytes = new byte[random.nextInt(6)];
                random.nextBytes(bytes);
                yield Ast.StringLiteral.of(bytes, SPAN);
            }
            case 2 -> new Ast.BoolLiteral(random.nextBoolean(), SPAN);
            case 3 -> new Ast.Positional(random.nextInt(4), SPAN);
            case 4 -> new Ast.Variable(pick("x", "y"), SPAN);
            default -> new Ast.Name(pick(NAMES), SPAN);
        };
    }
}
