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
        "interval:s:$1",
        "profile:1s",
        "name=end",
        "watchpoint:0x$1:8:rw",
        "u:\"/bin/with space\":main.f",
        "usdt:libc:ns:probe",
        "iter:task:/sys/fs/bpf/x"
    };

    private final Random random;
    /** How many more inner nodes the tree may get: blocks in expressions would let it grow without end. */
    private int fuel;

    RandomTree(Random random) {
        this.random = random;
    }

    Ast.Script script() {
        fuel = 20 + random.nextInt(80);
        List<Section> sections = new ArrayList<>();
        RandomC c = new RandomC(random);
        for (int count = Math.max(0, random.nextInt(6) - 3); count > 0; count--) {
            sections.add(c.section());
        }
        if (random.nextInt(3) == 0) {
            sections.add(config());
        }
        if (random.nextInt(4) == 0) {
            sections.add(new Section.Import(string(), SPAN));
        }
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            switch (random.nextInt(8)) {
                case 0 ->
                    sections.add(new Section.MapDeclaration(
                            pick("@", "@x"), SPAN, pick("hash", "lruhash"), SPAN, exprs(2), SPAN));
                case 1 -> sections.add(macro());
                case 2 -> sections.add(subprogram());
                default -> sections.add(probe());
            }
        }
        sections.add(probe());
        return new Ast.Script(sections, SPAN);
    }

    private Section.Config config() {
        List<Section.Config.Entry> entries = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            Ast.Expr value = switch (random.nextInt(4)) {
                case 0 -> new Ast.IntegerLiteral(random.nextInt(100), SPAN);
                case 1 -> string();
                case 2 -> new Ast.BoolLiteral(random.nextBoolean(), SPAN);
                default -> new Ast.Name(pick("perf", "PER_PID"), SPAN);
            };
            entries.add(new Section.Config.Entry(pick("stack_mode", "BPFTRACE_MAX_STRLEN"), SPAN, value, SPAN));
        }
        return new Section.Config(entries, SPAN);
    }

    private Section.Macro macro() {
        List<Ast.Expr> parameters = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            parameters.add(
                    switch (random.nextInt(3)) {
                        case 0 -> variable();
                        case 1 -> new Ast.MapAccess("@m", List.of(), SPAN);
                        default -> new Ast.Name("x", SPAN);
                    });
        }
        return new Section.Macro(pick("m", "one"), SPAN, parameters, blockExpression(3), SPAN);
    }

    private Section.Subprogram subprogram() {
        List<Section.Subprogram.Parameter> parameters = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            parameters.add(new Section.Subprogram.Parameter(variable(), type(2), SPAN));
        }
        return new Section.Subprogram(pick("f", "add"), SPAN, parameters, type(2), block(3), SPAN);
    }

    private Ast.Probe probe() {
        List<Ast.AttachPoint> points = new ArrayList<>();
        for (int point = 1 + random.nextInt(3); point > 0; point--) {
            points.add(attachPoint(pick(ATTACH_POINTS)));
        }
        return new Ast.Probe(points, random.nextInt(3) == 0 ? expr(4) : null, block(3), SPAN);
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
        return switch (random.nextInt(depth > 0 && --fuel > 0 ? 17 : 11)) {
            case 0, 1 -> {
                TypeName type = random.nextInt(3) == 0 ? type(2) : null;
                yield new Ast.Declare(variable(), type, random.nextBoolean() ? expr(4) : null, SPAN);
            }
            case 2, 3 -> new Ast.Assign(target(3), compound(), expr(4), SPAN);
            case 4, 5 -> new Ast.ExpressionStatement(expr(4), SPAN);
            case 6 -> new Ast.Discard(expr(3), SPAN);
            case 7 -> new Ast.Break(SPAN);
            case 8 -> new Ast.Continue(SPAN);
            case 9 -> new Ast.Return(random.nextBoolean() ? expr(3) : null, SPAN);
            case 10 -> new Section.Import(string(), SPAN);
            case 11 -> block(depth);
            case 12 -> new Ast.For(variable(), iterated(), block(depth), SPAN);
            case 13 -> new Ast.While(expr(3), block(depth), SPAN);
            case 14 -> new Ast.Unroll(expr(2), block(depth), SPAN);
            default -> branch(depth);
        };
    }

    private Ast.Iterated iterated() {
        return random.nextBoolean()
                ? new Ast.Elements(new Ast.MapAccess(pick("@", "@x"), List.of(), SPAN))
                : new Ast.Range(expr(2), expr(2), SPAN);
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
        return depth <= 0 || --fuel < 0
                ? leaf()
                : switch (random.nextInt(22)) {
                    case 0, 1, 2 -> new Ast.Binary(operator(), expr(depth - 1), expr(depth - 1), SPAN);
                    case 3 -> new Ast.Unary(unary(), expr(depth - 1), SPAN);
                    case 4 -> {
                        Ast.Expr yes = random.nextInt(4) == 0 ? null : expr(depth - 1);
                        yield new Ast.Conditional(expr(depth - 1), yes, expr(depth - 1), SPAN);
                    }
                    case 5, 6 -> new Ast.Cast(type(2), expr(depth - 1), SPAN);
                    case 7 -> new Ast.Tuple(exprs(depth), SPAN);
                    case 8 -> new Ast.Call(pick("f", "str", "hist"), SPAN, exprs(depth), SPAN);
                    case 9, 10 -> {
                        String field = pick("a", "0", "12", "if", "struct");
                        yield new Ast.Member(expr(depth - 1), field, SPAN, random.nextBoolean(), SPAN);
                    }
                    case 11 ->
                        new Ast.Increment(target(depth - 1), random.nextBoolean() ? 1 : -1, random.nextBoolean(), SPAN);
                    case 12 -> target(depth - 1);
                    case 13 ->
                        new Ast.RecordLiteral(
                                List.of(
                                        new Ast.RecordLiteral.NamedValue(pick("a", "b"), SPAN, expr(depth - 1)),
                                        new Ast.RecordLiteral.NamedValue("c", SPAN, expr(depth - 1))),
                                SPAN);
                    case 14 -> new Ast.Index(indexed(depth - 1), expr(depth - 1), SPAN);
                    case 15 ->
                        random.nextBoolean()
                                ? new Ast.SizeOf(operandType(depth), SPAN)
                                : new Ast.TypeInfo(operandType(depth), SPAN);
                    case 16 ->
                        new Ast.OffsetOf(
                                operandType(depth),
                                random.nextBoolean() ? List.of("a") : List.of("a", "if", "b"),
                                SPAN,
                                SPAN);
                    case 17 -> new Ast.TypeExpr(typeOf(depth - 1), SPAN);
                    case 18 -> ifExpression(depth - 1);
                    case 19 -> blockExpression(depth - 1);
                    case 20 -> new Ast.Comptime(expr(depth - 1), SPAN);
                    default -> leaf();
                };
    }

    /** A map without keys and an index is a map with a key, and so is no index. */
    private Ast.Expr indexed(int depth) {
        Ast.Expr object = expr(depth);
        return object instanceof Ast.MapAccess map && map.keys().isEmpty() ? variable() : object;
    }

    private Ast.IfExpression ifExpression(int depth) {
        Ast.Expr otherwise = random.nextInt(3) == 0 && depth > 0 ? ifExpression(depth - 1) : valuedBlock(depth);
        return new Ast.IfExpression(expr(depth - 1), valuedBlock(depth), otherwise, SPAN);
    }

    private Ast.BlockExpression valuedBlock(int depth) {
        return new Ast.BlockExpression(block(1).statements(), expr(depth - 1), SPAN);
    }

    private Ast.BlockExpression blockExpression(int depth) {
        return new Ast.BlockExpression(
                block(depth).statements(), random.nextInt(4) == 0 ? null : expr(depth - 1), SPAN);
    }

    // ------------------------------------------------------------------------------------------------------- types

    private TypeName type(int depth) {
        return switch (random.nextInt(depth > 0 && --fuel > 0 ? 10 : 5)) {
            case 0 -> new TypeName.Named(pick("int8", "uint64"), SPAN);
            case 1 -> new TypeName.Named(pick("string", "size_t", "x"), SPAN);
            case 2 -> new TypeName.Named(pick("unsigned long", "char"), SPAN);
            case 3, 4 -> new TypeName.Tagged(TypeName.Tag.values()[random.nextInt(3)], pick("task_struct", "s"), SPAN);
            case 5, 6 -> new TypeName.Pointer(type(depth - 1), SPAN);
            case 7, 8 -> new TypeName.Array(type(depth - 1), random.nextInt(4) == 0 ? null : expr(depth - 1), SPAN);
            default -> typeOf(depth);
        };
    }

    private TypeName typeOf(int depth) {
        return new TypeName.TypeOf(
                random.nextInt(3) == 0 ? new Ast.TypeExpr(type(depth - 1), SPAN) : typed(depth), true, SPAN);
    }

    /** An expression that {@code typeof} and its like may have as operand: what is a type alone is taken for one. */
    private Ast.Expr typed(int depth) {
        Ast.Expr operand = expr(depth - 1);
        return operand instanceof Ast.TypeExpr ? variable() : operand;
    }

    private TypeName operandType(int depth) {
        return random.nextBoolean() ? type(2) : new TypeName.TypeOf(typed(depth), false, SPAN);
    }

    // ------------------------------------------------------------------------------------------------------ leaves

    private Ast.Variable variable() {
        return new Ast.Variable(pick("x", "y", "_z9"), SPAN);
    }

    private Ast.StringLiteral string() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return Ast.StringLiteral.of(bytes, SPAN);
    }

    private Ast.UnaryOperator unary() {
        Ast.UnaryOperator[] all = Ast.UnaryOperator.values();
        return all[random.nextInt(all.length)];
    }

    private Ast.Expr leaf() {
        return switch (random.nextInt(6)) {
            case 0 -> new Ast.IntegerLiteral(random.nextBoolean() ? random.nextInt(10) : random.nextLong(), SPAN);
            case 1 -> string();
            case 2 -> new Ast.BoolLiteral(random.nextBoolean(), SPAN);
            case 3 -> new Ast.Positional(random.nextInt(4), SPAN);
            case 4 -> variable();
            default -> new Ast.Name(pick(NAMES), SPAN);
        };
    }
}
