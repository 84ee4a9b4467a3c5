package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of many shapes: the verifier takes them, and they do what they say. */
@Tag("kernel")
class ShapesKernelTest {
    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for ($i : 0..500) { $a = ($i, comm); @m[$a] = $i; } $n = 0; for ($kv : @m) { $n += $kv.1; } print($n); clear(@m); | 124750",
                "$s = \"\"; for ($i : 0..500) { if ($i == 100) { $s = comm; } if ($s == comm) { break; } } print($s == comm); | true",
                "$t = (0, \"a\"); for ($i : 0..2000) { $t = ($t.0 + 1, \"b\"); if ($t.0 == 1500) { break; } } print($t); | (1500, b)",
                "for ($i : 0..300) { @c[$i % 3] = count(); @h = hist($i); @s = sum($i); @x = max($i); } print((int64)@c[1]); print((int64)@s == 44850); clear(@c); clear(@h); clear(@s); clear(@x); | 100",
                "for ($i : 0..300) { printf(\"%d\", $i % 2); if ($i == 3) { break; } } | 0101",
                "$n = 0; for ($i : 0..300) { for ($j : 0..300) { for ($k : 0..300) { if ($k > 2) { break; } $n++; } if ($j > 9) { break; } } } print($n); | 9900",
                "$n = 0; while (true) { $n++; if ($n > 1000) { return; } @n = $n; } print(5); | @n: 1000",
                "$x = 0; while ($x < 100) { $x++; if ($x == 50) { return; } } print($x); | ~~",
                "$n = 0; for ($i : 0..1000) { $p = curtask; $n += $p->pid == tid; } print($n); | 1000",
                "$k = 0; for ($i : 0..400) { if ($i < 100) { $k += 1; } else if ($i < 200) { $k += 2; } else { $k ^= 1; } $k = $k & 0xfff; } print($k); | 300",
                "$p = probe; $n = 0; for ($i : 0..600) { if (str($p) == \"begin\") { $n++; } @p[$p, $i % 2] = count(); } print($n); clear(@p); | 600",
                "@a[1,2] = 3; @a[4,5] = 6; $n = 0; for ($kv : @a) { $n += $kv.0.0 * $kv.0.1 * $kv.1; } print($n); clear(@a); | 126",
                "for ($i : 0..10) { @s[$i] = sum($i); @s[$i] = sum(1); @v[$i] = avg($i); } $n = 0; for ($kv : @s) { $n += $kv.1; } for ($kv : @v) { $n += $kv.1; } print($n); clear(@s); clear(@v); | 100",
                "$a = 1; $b = 2; $c = 3; $d = 4; $e = 5; $f = 6; for ($i : 0..1000) { $a += $b; $b ^= $c; $c += $d & 3; $d -= $e; $e += $f; $f = ($a + $e) & 7; } print($a + $b + $c + $d + $e + $f != 0); | true",
                "$n = 0; for ($i : 0..200) { for ($kv : @q) { $n++; } @q[$i % 10] = 1; } print($n); clear(@q); | 1945",
                "$r = 0; for ($i : 0..1000) { $b = (uint8[8])(uint64)$i; $r += $b[$i & 7]; $r += $b[$i & 1]; } print($r > 0); | true",
                "$n = (int64)0; $p = &$n; for ($i : 0..1000) { $n += 2; if (*$p > 100) { break; } } print($n); | 102",
                "$m = 0; $i = 3000; while ($i > 0) { $m = $i > $m ? $i : $m; $i -= 7; } print($m); print($i); | 3000",
                "$big = 0; for ($i : 0..100) { $s = str($big + 1); if ($s == \"x\") { $big++; } } print($big); | 0",
                "$n = 0; for ($i : -5..5) { $n += $i; } print($n); for ($i : (uint64)3..(uint64)6) { print($i); } | -5",
            })
    void shapes(String body, String first) {
        String text = ScriptRun.text("begin { " + body + " }");
        assertThat(text.lines().findFirst().orElse("")).as(text).isEqualTo(first);
    }
}
