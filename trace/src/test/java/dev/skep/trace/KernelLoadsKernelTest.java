package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.spec.ProgramType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Numbers that programs load from kernel memory themselves: what was good is right, what was bad is 0 and counted. */
@Tag("kernel")
class KernelLoadsKernelTest {
    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    private static ScriptRun run(String body) {
        ScriptRun run = ScriptRun.start("begin { " + body + " }");
        run.session().run();
        return run;
    }

    private static long failed(ScriptRun run) {
        return run.sink().lost(Notice.Kind.READS);
    }

    /** Whether this kernel has what direct loads need; elsewhere the same is read by the helper, and these tests say the same. */
    @Test
    void thisKernelHasTheCast() {
        try (KernelTarget kernel = new KernelTarget()) {
            assumeTrue(
                    kernel.features()
                            .kfunc(ProgramType.RAW_TRACEPOINT, "bpf_rdonly_cast")
                            .isYes(),
                    "this kernel has no bpf_rdonly_cast (6.2)");
            assertThat(kernel.hasKernelFunction("bpf_rdonly_cast")).isTrue();
        }
    }

    @Test
    void badAddresses() {
        String[] addresses = {
            "0",
            "1",
            "4095",
            "0x7f0000000000",
            "0x7ffffffff000",
            "0x800000000000",
            "0x8000000000000000",
            "0xdead000000000100",
            "0xffff7fffffffffff",
            "0xffffc00000000000",
            "0xffffffffff600000",
            "0xfffffffffffff000",
            "0xffffffffffffffff"
        };
        for (String address : addresses) {
            try (ScriptRun run = run(
                    "$p = kptr(" + address + "); $t = (struct task_struct *)$p;"
                            + " print((*(uint8 *)$p, *(int32 *)$p, *(uint64 *)$p, $t->sched_reset_on_fork, $t->tgid, $t->comm));")) {
                assertThat(run.text()).as(address).isEqualTo("(0, 0, 0, 0, 0, )\n");
                assertThat(failed(run)).as(address).isEqualTo(6);
            }
        }
    }

    @Test
    void aZeroThatIsThereIsNotCounted() {
        try (ScriptRun run = run("$t = curtask; print(($t->exit_state, $t->exit_code, $t->sched_reset_on_fork));")) {
            assertThat(run.text()).isEqualTo("(0, 0, 0)\n");
            assertThat(failed(run)).isZero();
        }
    }

    @Test
    void aChainBreaksOff() {
        // The test is traced by nobody, so that vfork_done is null.
        try (ScriptRun run = run("print(curtask->vfork_done->done);")) {
            assertThat(run.text()).isEqualTo("0\n");
            assertThat(failed(run)).isEqualTo(1);
        }
    }

    @Test
    void whatWasLoadedIsANumber() {
        try (ScriptRun run = run("$m = curtask->mm; $l = (uint64)curtask->group_leader;"
                + " print((((uint64)$m & 7) == 0, $m == curtask->active_mm, ($l * 2) / 2 == $l, -$l + $l, $l >> 63));"
                + " @[$l] = 1; @[(uint64)curtask->group_leader]++; print(@[$l]); clear(@);"
                + " print(((struct task_struct *)($l ^ 1 ^ 1))->tgid == pid);"
                + " if ($m != 0 && curtask->flags & 0x200000) { print(\"kernel thread\"); }"
                + " for ($i : 0..3) { @sum += (uint64)curtask->tgid; } print(@sum == 3 * pid); clear(@sum);")) {
            assertThat(run.text().lines().findFirst().orElseThrow())
                    .startsWith("(true, true, ")
                    .endsWith(", 0, 1)");
            assertThat(run.text().lines().skip(1).limit(3)).containsExactly("2", "true", "true");
            assertThat(failed(run)).isZero();
        }
    }

    @Test
    void widthsAndSigns() {
        try (ScriptRun run = run("$t = curtask; $s = $t->signal;"
                + " print(($t->tgid == pid, (uint64)$t->prio == (uint64)$t->static_prio, $t->static_prio - 120));"
                + " print((offsetof(struct task_struct, tgid) > 0, *(uint8 *)&$t->tgid == (uint8)pid,"
                + " *(uint16 *)&$t->tgid == (uint16)pid, *(int8 *)&$t->tgid == (int8)pid,"
                + " *(uint64 *)&$t->pid == ((uint64)pid << 32 | tid)));")) {
            assertThat(run.text().lines().toList())
                    .containsExactly("(true, true, 0)", "(true, true, true, true, true)");
            assertThat(failed(run)).isZero();
        }
    }
}
