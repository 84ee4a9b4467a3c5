package dev.skep.lang.lower;

import java.util.Random;

/**
 * Scripts made at random: most of them are well typed, some are not. They have variables and maps of every kind in sight
 * from the start.
 */
final class RandomScript {
    private static final String[] INTEGERS = {
        "$i",
        "$j",
        "@n",
        "@k[%i]",
        "@w[%s]",
        "@w[\"x\"]",
        "pid",
        "uid",
        "nsecs",
        "args.ret",
        "args.__syscall_nr",
        "$t.0",
        "$i++",
        "--$j",
        "@n++",
        "--@k[%i]",
        "(int8)%i",
        "(uint16)%i",
        "(uint32)%i",
        "-%i",
        "~%i",
        "%i + %i",
        "%i - %i",
        "%i * %i",
        "%i / %i",
        "%i % %i",
        "%i & %i",
        "%i | %i",
        "%i ^ %i",
        "%i << 3",
        "%i >> 2",
        "(%b ? %i : %i)",
        "(%i)",
        "0",
        "1",
        "-1",
        "255",
        "70000",
        "0xffffffffffffffff",
        "(%t).0",
        "@q[%i, %s].0"
    };
    private static final String[] STRINGS = {
        "$s",
        "$r",
        "comm",
        "probe",
        "\"\"",
        "\"x\"",
        "\"longer than the other\"",
        "@s",
        "@v[%i]",
        "str(%i)",
        "str(args.ret, 8)",
        "str(args.ret, %i)",
        "(%b ? %s : %s)",
        "$t.1",
        "(%t).1",
        "@q[%i, %s].1"
    };
    private static final String[] TRUTHS = {
        "%i == %i",
        "%i < %i",
        "%i >= %i",
        "%s == %s",
        "%s != %s",
        "%s == \"x\"",
        "\"worker\" == comm",
        "%b && %b",
        "%b || %b",
        "!%b",
        "true",
        "false",
        "%i",
        "delete(@k, %i)",
        "delete(@k[%i])",
        "has_key(@w, %s)",
        "%t == %t",
        "$i != 0"
    };
    private static final String[] TUPLES = {"(%i, %s)", "$t", "@q[%i, %s]", "(1, \"t\")", "(%b ? %t : %t)"};
    private static final String[] STATEMENTS = {
        "$i = %i;",
        "$j = %i;",
        "$s = %s;",
        "$r = %s;",
        "$t = %t;",
        "$i += %i;",
        "$j /= %i;",
        "$j >>= 1;",
        "@n = %i;",
        "@n += %i;",
        "@n -= %i;",
        "@n *= %i;",
        "@n %= %i;",
        "@n |= %i;",
        "@k[%i] = %i;",
        "@k[%i]++;",
        "@k[%i] += %i;",
        "@w[%s] = %i;",
        "@w[%s] ^= %i;",
        "@s = %s;",
        "@v[%i] = %s;",
        "@q[%i, %s] = %t;",
        "@q[%t] = (%i, %s);",
        "@c = count();",
        "@ck[%s] = count();",
        "@su = sum(%i);",
        "@mi[%i] = min(%i);",
        "@ma = max(%i);",
        "@av[%t] = avg(%i);",
        "@hi = hist(%i);",
        "@hk[%s] = hist(%i, 2);",
        "@lh[%i] = lhist(%i, 0, 100, 9);",
        "print(%i);",
        "print(%s);",
        "print(%t);",
        "print(%b);",
        "print((%i, %s, %t));",
        "print(@k);",
        "printf(\"%%d|%%s|%%x|\", %i, %s, %i);",
        "printf(\"%%s %%s\\n\", %t, %b);",
        "clear(@v);",
        "delete(@n);",
        "delete(@w, %s);",
        "if (%b) { %S %S }",
        "if (%b) { %S } else { %S }",
        "if (%b) { exit(); }",
        "let $x = %i; $i = $x;",
        "{ %S %S }",
        "kstack;",
        "$u = %s; print($u);"
    };
    /** What is wrong more often than not. */
    private static final String[] ODD = {
        "$i = %s;",
        "@k[%s] = %i;",
        "@n[%i] = 1;",
        "@c = %i;",
        "print($nope);",
        "print(@nope);",
        "@s = count();",
        "printf(\"%%d\", %s);",
        "$s = $s + 1;",
        "if (%s) { }",
        "args.nope;",
        "let $i = 1;",
        "print(@hi);",
        "print(@c + 1);",
        "@t2 = (@t2, 1);"
    };

    private final Random random;

    RandomScript(long seed) {
        this.random = new Random(seed);
    }

    String make() {
        StringBuilder script = new StringBuilder();
        boolean odd = random.nextInt(4) == 0;
        for (int probe = 0; probe <= random.nextInt(2); probe++) {
            script.append("tracepoint:syscalls:sys_exit_read ");
            if (random.nextInt(3) == 0) {
                script.append('/').append(expand("%i > 3", 1)).append("/ ");
            }
            script.append("{ let $i = 3; let $j = (int64)-5; let $s = \"abc\"; let $r = comm; let $t = (1, \"two\"); ");
            script.append("@n = 1; @k[0] = 1; @w[\"x\"] = 1; @s = \"s\"; @v[0] = \"v\"; @q[0, \"q\"] = (1, comm); ");
            for (int i = random.nextInt(12); i >= 0; i--) {
                script.append(expand(odd && random.nextInt(6) == 0 ? pick(ODD) : "%S", 3))
                        .append(' ');
            }
            script.append("} ");
        }
        return script.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    /** Replaces {@code %i %s %b %t %S} by integers, strings, truths, tuples and statements. */
    private String expand(String template, int depth) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '%' || i + 1 == template.length()) {
                out.append(c);
                continue;
            }
            char kind = template.charAt(++i);
            switch (kind) {
                case 'i' -> out.append(depth > 0 ? expand("(" + pick(INTEGERS) + ")", depth - 1) : "$i");
                case 's' -> out.append(depth > 0 ? expand(pick(STRINGS), depth - 1) : "$s");
                case 'b' -> out.append(depth > 0 ? expand("(" + pick(TRUTHS) + ")", depth - 1) : "true");
                case 't' -> out.append(depth > 0 ? expand(pick(TUPLES), depth - 1) : "$t");
                case 'S' -> out.append(expand(pick(STATEMENTS), depth - 1));
                case '%' -> out.append('%');
                default -> out.append('%').append(kind);
            }
        }
        return out.toString();
    }
}
