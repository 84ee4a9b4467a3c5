package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernel structs, arrays, casts and addresses, on values that the test knows. */
@Tag("kernel")
class StructuresKernelTest {
    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    private static String run(String body) {
        return ScriptRun.text("begin { " + body + " }");
    }

    @Test
    void membersBehindPointers() {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        assertThat(run("$t = curtask; print(($t->pid == tid, $t.tgid == pid, $t->comm == comm));"
                        + " print($t->real_parent->tgid); print($t->group_leader->pid == pid);"
                        + " print(curtask->nsproxy->uts_ns->name.sysname); print(curtask->cred->uid.val);"))
                .isEqualTo("(true, true, true)\n" + parent + "\ntrue\nLinux\n0\n");
    }

    @Test
    void parentOfParent() throws Exception {
        String stat = Files.readString(Path.of(
                "/proc/" + ProcessHandle.current().parent().orElseThrow().pid() + "/stat"));
        String grandparent = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[1];
        assertThat(run("print(curtask->real_parent->real_parent->tgid);")).isEqualTo(grandparent + "\n");
    }

    @Test
    void elementsOfArrays() throws Exception {
        List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
        String files = limits.stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .orElseThrow()
                .split(" +", -1)[3];
        assertThat(run("$s = curtask->signal; print($s->rlim[7].rlim_cur); $n = 0;"
                        + " for ($i : 0..9) { if ($s->rlim[$i].rlim_cur == $s->rlim[7].rlim_cur && $i == 7) { $n = $i; } } print($n);"
                        + " $far = 7 + 100 * (pid / pid); print($s->rlim[$far].rlim_cur);"))
                .isEqualTo(files + "\n7\n0\n");
    }

    @Test
    void bitFields() {
        // in_execve and its neighbours are bits of one word; no_new_privs is off for the test.
        assertThat(run("$t = curtask; print($t->in_execve); print($t->sched_reset_on_fork); print($t->in_execve + 1);"))
                .isEqualTo("0\n0\n1\n");
    }

    @Test
    void wholeStructs() {
        assertThat(
                        run(
                                "$c = *curtask->cred; print($c.uid.val == uid); @c[pid] = *curtask->cred; print(@c[pid].gid.val == gid); clear(@c);"
                                        + " $s = curtask->signal->rlim[7]; print($s.rlim_cur == curtask->signal->rlim[7].rlim_cur);"))
                .startsWith("true\ntrue\ntrue\n");
    }

    @Test
    void casts() {
        assertThat(
                        run(
                                "$a = (uint8[4])(uint32)0x01020304; print($a[0]); print((uint32)$a); $i = pid / pid; print($a[$i]); print($a[$i + 50]);"
                                        + " print($a); print((uint8[4])(uint32)0x01020304 == $a); @[$a] = 1; print(@[$a]); clear(@);"))
                .isEqualTo("4\n16909060\n3\n0\n[4,3,2,1]\ntrue\n1\n");
    }

    @Test
    void addresses() {
        assertThat(run(
                        "$x = (int64)5; $p = &$x; $x = 7; print(*$p); @m = 9; $q = &@m; print(*$q); print(&@k[1] == 0); @k[1] = (int64)3; print(*(&@k[1]));"
                                + " for ($i : 0..600) { $x += $i; } print(*$p); clear(@m); clear(@k);"))
                .isEqualTo("7\n9\ntrue\n3\n" + (7 + 599 * 300) + "\n");
    }

    @Test
    void nothingThere() {
        try (ScriptRun run = ScriptRun.start(
                "begin { $t = (struct task_struct *)0; print($t->pid); print($t->comm); print($t->mm->pgd); }")) {
            run.session().run();
            assertThat(run.text()).startsWith("0\n\n");
            assertThat(run.sink().lost(Notice.Kind.READS)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void recordsAndBlocks() {
        assertThat(
                        run(
                                "$r = (a=1, b=\"x\"); print($r.b); print($r == (a=1, b=\"x\")); print({ $k = 3; $k * 2 }); print(pid > 0 ? { 5 } : { 6 });"))
                .isEqualTo("x\ntrue\n6\n5\n");
    }

    @Test
    void loops() {
        assertThat(run("$n = 0; for ($i : 0..1000000) { $n += $i; } print($n);"
                        + " for ($i : 0..1000) { for ($j : 0..1000) { if ($j == 10) { break; } $n++; } } print($n);"
                        + " $k = 0; while ($k < 5000) { $k++; if ($k % 2) { continue; } @c = count(); } print((int64)@c);"
                        + " for ($i : 0..10) { @m[$i] = $i * 2; } $s = 0; for ($kv : @m) { $s += $kv.0 + $kv.1; delete(@m, $kv.0); } print($s);"
                        + " unroll (3) { print(1); } clear(@c); clear(@m);"))
                .isEqualTo("499999500000\n499999510000\n2500\n135\n1\n1\n1\n");
    }
}
