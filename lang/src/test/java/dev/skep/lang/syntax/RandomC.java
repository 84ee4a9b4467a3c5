package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes random directives and declarations in C. */
final class RandomC {
    private static final Span SPAN = Programs.NOWHERE;

    private final Random random;

    RandomC(Random random) {
        this.random = random;
    }

    Section section() {
        return switch (random.nextInt(6)) {
            case 0 -> new CAst.Include(pick("linux/fs.h", "a b.h"), random.nextBoolean(), SPAN);
            case 1 ->
                new CAst.Define(
                        pick("A", "B_1"),
                        switch (random.nextInt(4)) {
                            case 0 -> List.of();
                            case 1 -> List.of("a", "b");
                            case 2 -> List.of("x", "...");
                            default -> null;
                        },
                        pick("", "1", "\"// no comment\"", "(a + b) * {2}", "'\"'"),
                        SPAN);
            case 2 -> new CAst.OtherDirective(pick("ifdef", "undef", "if"), pick("A", "defined(A) && 1"), SPAN);
            case 3 -> {
                CAst.Type base = type(3);
                yield new CAst.Declaration(true, base, List.of(declarator("t", base)), SPAN);
            }
            default -> {
                CAst.Type type = random.nextInt(3) == 0 ? tagged() : body(3);
                yield new CAst.Declaration(false, type, List.of(), SPAN);
            }
        };
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private CAst.Type tagged() {
        return new CAst.Tagged(TypeName.Tag.values()[random.nextInt(3)], pick("s", "task_struct"), SPAN);
    }

    private CAst.Type type(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0, 1 -> new CAst.Named(pick("int", "unsigned long", "__u32", "char"), SPAN);
            case 2 -> tagged();
            case 3 -> new CAst.Qualified(pick("const", "volatile"), new CAst.Named("int", SPAN), SPAN);
            default -> body(depth);
        };
    }

    private CAst.Type body(int depth) {
        String name = random.nextBoolean() ? pick("s", "let", "macro") : null;
        List<String> attributes = random.nextInt(4) == 0 ? List.of("__attribute__((packed,aligned(8)))") : List.of();
        if (random.nextInt(4) == 0) {
            List<CAst.Enumerator> enumerators = new ArrayList<>();
            for (int count = random.nextInt(3); count > 0; count--) {
                enumerators.add(new CAst.Enumerator(pick("A", "B"), count == 2 ? null : number(), SPAN));
            }
            return new CAst.Enumeration(name, enumerators, attributes, SPAN);
        }
        List<CAst.Member> members = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            members.add(member(depth - 1));
        }
        TypeName.Tag tag = random.nextBoolean() ? TypeName.Tag.STRUCT : TypeName.Tag.UNION;
        return new CAst.Composite(tag, name, members, attributes, SPAN);
    }

    private CAst.Member member(int depth) {
        CAst.Type base = type(depth);
        boolean anonymous = base instanceof CAst.Composite || base instanceof CAst.Enumeration;
        List<CAst.Declarator> declarators = new ArrayList<>();
        for (int count = random.nextInt(3) + (anonymous ? 0 : 1); count > 0; count--) {
            declarators.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new CAst.Declarator(pick("f", "if"), base, number(), List.of(), SPAN);
                        case 1 -> new CAst.Declarator(null, base, number(), List.of(), SPAN);
                        default -> declarator(pick("a", "config", "for"), base);
                    });
        }
        return new CAst.Member(base, declarators, SPAN);
    }

    private Ast.Expr number() {
        Ast.Expr number = new Ast.IntegerLiteral(random.nextInt(40), SPAN);
        return random.nextBoolean()
                ? number
                : new Ast.Binary(Ast.BinaryOperator.SHIFT_LEFT, number, new Ast.Name("A", SPAN), SPAN);
    }

    private CAst.Declarator declarator(@Nullable String name, CAst.Type base) {
        CAst.Type type = base;
        for (int count = random.nextInt(4); count > 0; count--) {
            type = switch (random.nextInt(5)) {
                case 0, 1 -> new CAst.Pointer(type, SPAN);
                case 2 -> new CAst.Qualified("const", new CAst.Pointer(type, SPAN), SPAN);
                // Functions give no arrays or functions, and arrays are of no functions.
                case 3 ->
                    type instanceof CAst.Function
                            ? new CAst.Pointer(type, SPAN)
                            : new CAst.Array(type, random.nextInt(3) == 0 ? null : number(), SPAN);
                default ->
                    type instanceof CAst.Function || type instanceof CAst.Array
                            ? new CAst.Pointer(type, SPAN)
                            : new CAst.Function(type, parameters(), random.nextInt(3) == 0, SPAN);
            };
        }
        List<String> attributes = random.nextInt(5) == 0 ? List.of("__attribute__((aligned(8)))") : List.of();
        return new CAst.Declarator(name, type, null, attributes, SPAN);
    }

    private List<CAst.Declarator> parameters() {
        List<CAst.Declarator> parameters = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            parameters.add(new CAst.Declarator(
                    random.nextBoolean() ? "p" : null, new CAst.Pointer(tagged(), SPAN), null, List.of(), SPAN));
        }
        return parameters;
    }
}
