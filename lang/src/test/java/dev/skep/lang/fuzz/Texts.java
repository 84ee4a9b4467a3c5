package dev.skep.lang.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes texts at random: noise, changed scripts, grammatical nonsense, towers and masses. */
final class Texts {
    /** The longest program that the command line takes. */
    private static final int LONGEST = 1 << 20;

    private static final String[] PROBES = {
        "begin",
        "end",
        "t:syscalls:sys_enter_openat",
        "t:syscalls:sys_exit_read",
        "t:syscalls:sys_enter_*",
        "t:sched:*",
        "rt:sched_switch",
        "p:hz:99",
        "i:s:1",
        "s:cs:1",
        "t:syscalls:sys_enter_read,t:syscalls:sys_enter_close"
    };

    private static final String[] STATEMENTS = {
        "%e;",
        "%v = %e;",
        "%m = %e;",
        "%m += %e;",
        "%m++;",
        "let $x = %e;",
        "let $y;",
        "{ %s %s }",
        "if (%e) { %s }",
        "if %e { %s } else { %s }",
        "if (%e) { %s } else if (%e) { %s }",
        "print(%e);",
        "print(%m);",
        "printf(\"%d %s\\n\", %e, %e);",
        "clear(%m);",
        "delete(%m, %e);",
        "exit();",
        "exit(%e);",
        "%m = count();",
        "%m = hist(%e);",
        "%m = lhist(%e, 0, 100, 10);",
        "%m = avg(%e);",
        "%m = max(%e);",
        "@a[%e] = %e;",
        "@b[%e, %e] = count();",
        "for ($i : 0..%e) { %s }",
        "for ($k : @a) { %s }",
        "while (%e) { %s }",
        "unroll(3) { %s }",
        "break;",
        "continue;",
        "return;",
        "_ = %e;",
        "if comptime (%e) { %s }",
        "time(\"%H\");",
        "cat(\"x\");",
        "system(\"x\");",
        "join(%e);",
        "zero(%m);",
        "let $z: uint64 = %e;"
    };

    private static final String[] EXPRESSIONS = {
        "1",
        "0",
        "-1",
        "0xffffffffffffffff",
        "1e9",
        "5ms",
        "\"a\"",
        "\"\"",
        "true",
        "$x",
        "$y",
        "$1",
        "$#",
        "%m",
        "pid",
        "comm",
        "nsecs",
        "args.ret",
        "args.filename",
        "args",
        "kstack",
        "kstack(3)",
        "ustack",
        "rand",
        "probe",
        "curtask",
        "retval",
        "arg0",
        "%e + %e",
        "%e - %e",
        "%e * %e",
        "%e / %e",
        "%e % %e",
        "%e & %e",
        "%e << %e",
        "%e >> %e",
        "%e == %e",
        "%e < %e",
        "%e && %e",
        "%e || %e",
        "!%e",
        "~%e",
        "-%e",
        "*%e",
        "&%v",
        "(%e)",
        "(%e, %e)",
        "(%e, %e, %e)",
        "()",
        "(a = %e, b = %e)",
        "%e ? %e : %e",
        "%e ?: %e",
        "(uint8)%e",
        "(int64)%e",
        "(string[8])%e",
        "(struct task_struct *)%e",
        "%e.0",
        "%e.pid",
        "%e->comm",
        "%e[%e]",
        "str(%e)",
        "str(%e, %e)",
        "strlen(%e)",
        "strncmp(%e, %e, 3)",
        "buf(%e, 8)",
        "ksym(%e)",
        "ntop(%e)",
        "strftime(\"%H\", %e)",
        "sizeof(%e)",
        "sizeof(struct task_struct)",
        "offsetof(struct task_struct, pid)",
        "has_key(@a, %e)",
        "len(@a)",
        "{ %s %e }",
        "if %e { %e } else { %e }",
        "%v++",
        "--%m",
        "typeof(%e)",
        "kptr(%e)",
        "uptr(%e)",
        "nosuch(%e)",
        "nsecs(tai)",
        "cpid"
    };

    private static final String[] MAPS = {"@", "@a", "@b", "@c[%e]", "@d[%e, %e]", "@a[%e]"};

    private static final String[] SECTIONS = {
        "struct s { int a; char b[8]; struct { u64 c; }; };\n", "enum e { A, B = 3 };\n", "#define X 1\n",
                "#include <x.h>\n",
        "config = { max_strlen = 64; }\n", "let @a = hash(5);\n", "macro m($x) { $x + 1 }\n",
                "fn f($a: int64): int64 { return $a; }\n",
        "import \"x.bt\";\n"
    };

    /** Statements without errors. */
    private static final String[] SOUND = {
        "@a++; ",
        "@b[pid] = count(); ",
        "if (pid == 1) { @a++; } ",
        "$x = pid; ",
        "printf(\"%d %s\\n\", pid, comm); ",
        "@h = hist(pid); ",
        "@s[comm, tid] = sum(1); ",
        "print((pid, comm)); ",
        "@k[kstack] = count(); ",
        "$s = str(uptr(pid)); print($s); ",
        "@l = lhist(tid, 0, 100, 1); ",
        "if (comm == \"x\") { exit(); } else { @c[comm] = nsecs; } ",
        "$y = @b2[pid] ? 1 : 2; @b2[tid] = $y; ",
        "let $x = comm; @d[$x, 1] = 1; "
    };

    /** What towers are built of, and what stands at their top. */
    private static final String[][] TOWERS = {
        {"(", "1", ")"},
        {"-", "1", ""},
        {"!", "1", ""},
        {"~", "$x", ""},
        {"@a[", "1", "]"},
        {"str(", "1", ")"},
        {"1+", "1", ""},
        {"1+(", "1", ")"},
        {"1?", "1", ":1"},
        {"1?1:", "1", ""},
        {"(1,", "1", ")"},
        {"{", "1", "}"},
        {"*", "$x", ""},
        {"&", "$x", ""},
        {"(uint8)", "1", ""},
        {"$x.", "a", ""},
        {"$x[", "1", "]"},
        {"if 1 {", "1", "} else { 2 }"},
        {"++", "$x", ""},
        {"1&&", "1", ""},
        {"1==", "1", ""},
        {"(a=", "1", ")"},
        {"typeof(", "$x", ")"},
        {"(typeof(", "$x", "))1"},
        {"sizeof(", "1", ")"}
    };

    private static final String[][] STATEMENT_TOWERS = {
        {"{", "", "}"},
        {"if (1) {", "", "}"},
        {"if (1) {} else ", "{}", ""},
        {"for ($i : 0..2) {", "", "}"},
        {"while (1) {", "", "}"},
        {"unroll(9) {", "@a++;", "}"},
        {"for ($k : @a) {", "", "}"}
    };

    private final Random random;
    private final List<String> corpus;

    Texts(Random random, List<String> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    String next() {
        int kind = random.nextInt(100);
        if (kind < 10) {
            return noise();
        } else if (kind < 50) {
            return changed();
        } else if (kind < 90) {
            return nonsense();
        } else if (kind < 97) {
            return tower();
        }
        return mass();
    }

    private String noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return (random.nextBoolean() ? "begin { " : "")
                + new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** A script of the corpus with parts removed, doubled, exchanged with another's, or overwritten. */
    private String changed() {
        StringBuilder text = new StringBuilder(pick(corpus));
        for (int change = random.nextInt(6); change > 0 && !text.isEmpty(); change--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                case 3 -> text.insert(at, fill(pick(EXPRESSIONS), 2));
                case 4 -> text.insert(at, fill(pick(STATEMENTS), 2));
                default -> {
                    String other = pick(corpus);
                    int from = random.nextInt(other.length() + 1);
                    text.replace(at, end, other.substring(from, Math.min(other.length(), from + 30)));
                }
            }
        }
        return text.toString();
    }

    private String nonsense() {
        StringBuilder text = new StringBuilder();
        for (int sections = random.nextInt(8) == 0 ? random.nextInt(4) : 0; sections > 0; sections--) {
            text.append(pick(SECTIONS));
        }
        for (int probes = 1 + random.nextInt(3); probes > 0; probes--) {
            text.append(pick(PROBES));
            if (random.nextInt(4) == 0) {
                text.append(" / ").append(fill("%e", 3)).append(" /");
            }
            text.append(" { ");
            for (int statements = random.nextInt(8); statements > 0; statements--) {
                text.append(fill("%s", 4)).append(' ');
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private String fill(String template, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            char kind = c == '%' && i + 1 < template.length() ? template.charAt(i + 1) : ' ';
            if (template.indexOf('"') >= 0 && template.indexOf('"') < i && template.lastIndexOf('"') > i) {
                text.append(c);
            } else if (kind == 'e' || kind == 's' || kind == 'v' || kind == 'm') {
                i++;
                String[] of = kind == 'e'
                        ? EXPRESSIONS
                        : kind == 's' ? STATEMENTS : kind == 'm' ? MAPS : new String[] {"$x", "$y"};
                boolean leaf = depth <= 0;
                text.append(leaf ? leaf(kind) : fill(pick(of), depth - 1));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private String leaf(char kind) {
        return switch (kind) {
            case 'e' -> EXPRESSIONS[random.nextInt(14)].replace("%m", "@a");
            case 's' -> "@a++;";
            case 'm' -> "@a";
            default -> "$x";
        };
    }

    private String tower() {
        boolean statement = random.nextInt(3) == 0;
        String[] parts = pick(statement ? STATEMENT_TOWERS : TOWERS);
        int height =
                random.nextInt(4) == 0 ? LONGEST / 2 / (parts[0].length() + parts[2].length()) : random.nextInt(700);
        String closing = random.nextInt(4) == 0 ? "" : parts[2].repeat(height);
        String tower = parts[0].repeat(height) + parts[1] + closing;
        return statement ? pick(PROBES) + " { " + tower + " }" : pick(PROBES) + " { $x = 1; print(" + tower + "); }";
    }

    /** One thing very often, each time the same or with another number. */
    private String mass() {
        String unit = random.nextInt(2) == 0
                ? pick(SOUND)
                : random.nextInt(3) == 0 ? fill(pick(EXPRESSIONS), 1) + "; " : fill(pick(STATEMENTS), 1) + " ";
        boolean numbered = random.nextBoolean();
        int times = Math.min(1 << random.nextInt(18), (LONGEST - 100) / (unit.length() + 6));
        StringBuilder text = new StringBuilder();
        switch (random.nextInt(5)) {
            case 0 -> {
                for (int i = 0; i < times; i++) {
                    text.append(pick(PROBES))
                            .append(" { ")
                            .append(numbered(unit, numbered, i))
                            .append("}\n");
                }
                text.setLength(Math.min(text.length(), LONGEST));
            }
            case 1 ->
                text.append("begin { print(\"")
                        .repeat("x", 4 * times)
                        .append("\"); $")
                        .repeat("y", times)
                        .append(" = 1; }");
            case 2 ->
                text.append("begin { print((")
                        .repeat("1, ", times)
                        .append("1)); @a[")
                        .repeat("pid,", times)
                        .append("1] = 1; }");
            default -> {
                text.append(pick(PROBES)).append(" { ");
                for (int i = 0; i < times; i++) {
                    text.append(numbered(unit, numbered, i));
                }
                text.append('}');
            }
        }
        return text.toString();
    }

    private static String numbered(String unit, boolean numbered, int number) {
        return numbered ? unit.replace("@a", "@a" + number).replace("$x", "$x" + number) : unit;
    }

    private <T> T pick(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
